from django.urls import path

from supervision.deskwork import demands

urlpatterns = [
    path("demands/", demands.demands, name="desk-demands"),
    path("demands/<slug:public_id>/", demands.demand, name="desk-demand"),
    path("demands/<slug:public_id>/report/", demands.report, name="desk-demand-report"),
    path("demands/<slug:public_id>/extension/", demands.extension, name="desk-demand-extension"),
]
