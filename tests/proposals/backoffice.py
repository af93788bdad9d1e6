"""The office at a proposal's page: what it sees, what it sends."""

from django.urls import reverse

from tests.admin.pages import visible
from tests.proposals.stage import fresh


class Desk:
    def __init__(self, client):
        self.client = client

    def page(self, proposal):
        answer = self.client.get(reverse("admin:proposals_proposal_change", args=[proposal.pk]))
        assert answer.status_code == 200
        return answer

    def buttons(self, proposal):
        return [link["label"] for link in self.page(proposal).context["step_links"]]

    def text(self, proposal):
        return " ".join(visible(self.page(proposal).content.decode()))

    def step(self, proposal, slug, **data):
        address = reverse("admin:proposals_proposal_step", args=[proposal.pk, slug])
        asked = self.client.get(address)
        assert asked.status_code == 200, asked.url
        seen = asked.context["form"]["seen_version"].value()
        return self.client.post(address, {"seen_version": seen, **data})

    def done(self, proposal, slug, **data):
        answer = self.step(proposal, slug, **data)
        assert answer.status_code == 302, errors(answer)
        return fresh(proposal)


def errors(answer):
    return [str(e) for found in answer.context["form"].errors.values() for e in found]
