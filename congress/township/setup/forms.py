"""What a new town fills in about itself; only what every page needs, the rest can wait."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from congress.common.admin.forms import PartialDateInput, RowForm
from congress.township.law import statutory_deputy_number
from congress.township.models import CongressTerm, TownSettings, Township


class ProfileForm(forms.ModelForm):
    """Name and place of the town, and how to reach the office."""

    contact_phone = forms.CharField(
        required=False,
        max_length=50,
        label="人大办电话",
        widget=UnfoldAdminTextInputWidget(),
        help_text="显示在页脚、登录页和履职卡上：代表忘了口令，就打这个电话。",
    )
    contact_address = forms.CharField(
        required=False, max_length=100, label="人大办地址", widget=UnfoldAdminTextInputWidget()
    )

    class Meta:
        model = Township
        fields = ("name", "county", "prefecture", "population")
        widgets: ClassVar = {
            "name": UnfoldAdminTextInputWidget(),
            "county": UnfoldAdminTextInputWidget(),
            "prefecture": UnfoldAdminTextInputWidget(),
            "population": UnfoldAdminIntegerFieldWidget(),
        }
        error_messages: ClassVar = {"name": {"required": "请填写乡镇名称，如：江湾镇。"}}

    def __init__(self, *args: Any, settings: TownSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CONTACT:
            self.fields[name].initial = getattr(settings, name)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if name.endswith(("人民代表大会", "人大")):
            raise ValidationError("只写乡镇的名称，如：江湾镇。“人民代表大会”会自动加上。")
        return name


CONTACT = ("contact_phone", "contact_address")


class TermForm(RowForm):
    """The term that is in force now."""

    class Meta:
        model = CongressTerm
        fields = ("ordinal", "starts_on", "ends_on", "population_basis", "fixed_deputies")
        widgets: ClassVar = {
            "ordinal": UnfoldAdminIntegerFieldWidget(),
            "starts_on": PartialDateInput(),
            "ends_on": PartialDateInput(),
            "population_basis": UnfoldAdminIntegerFieldWidget(),
            "fixed_deputies": UnfoldAdminIntegerFieldWidget(),
        }
        error_messages: ClassVar = {"ordinal": {"required": "请填写第几届，写数字，如19。"}}

    def __init__(self, *args: Any, town: Township | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        population = town.population if town else None
        if population:
            number = statutory_deputy_number(population)
            self.fields["population_basis"].initial = population
            self.fields["fixed_deputies"].help_text = (
                f"县级人大常委会确定的代表名额。按{population}人测算，法定是{number}名"
                "（选举法第十二条）。"
            )
