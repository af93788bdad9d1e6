"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from congress.accounts.views import LoginView, LogoutView
from congress.common import search_pages
from congress.common import views as common_views
from congress.common.typed.views import unsent_page
from deputies import views as deputy_views

urlpatterns = [
    path("", include("congress.township.urls")),
    path("presidium/", deputy_views.presidium, name="presidium"),
    path("deputies/", include("deputies.urls")),
    path("proposals/", include("proposals.urls")),
    path("supervision/", include("supervision.urls")),
    path("reports/", include("congress.documents.urls")),
    path("files/", include("congress.common.attachments.urls")),
    path("desk/messages/", include("congress.common.messaging.urls")),
    path("desk/proposals/", include("proposals.desk_urls")),
    path("desk/", include("supervision.desk_urls")),
    path("desk/", include("deputies.desk_urls")),
    path("account/", include("congress.accounts.urls")),
    path("card/", include("congress.accounts.card_urls")),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("search/", search_pages.search, name="search"),
    path("unsent/", unsent_page, name="unsent"),
    path("text-size/", common_views.text_size, name="text-size"),
    path("favicon.ico", common_views.favicon),
    path("admin/", admin.site.urls),
]

handler400 = "congress.common.typed.faults.bad_request"
handler500 = "congress.common.typed.faults.server_error"
