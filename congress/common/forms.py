"""How forms are drawn everywhere outside the admin."""

from django.forms.renderers import TemplatesSetting


class PortalFormRenderer(TemplatesSetting):
    """Looks for form templates among the project's own first."""

    form_template_name = "includes/form.html"
    field_template_name = "includes/form_field.html"
