"""Addresses of a plan's consultation."""

from django.urls import path

from pejling.web.pages.consultation import answers, page, sending

urlpatterns = [
    path("plans/<uuid:plan>/consultation/", page.page, name="plans_consultation"),
    path("plans/<uuid:plan>/consultation/say/", answers.say, name="plans_consultation_say"),
    path("plans/<uuid:plan>/consultation/send/", sending.send, name="plans_consult"),
    path(
        "plans/<uuid:plan>/consultation/parties/<uuid:party>/", answers.note, name="plans_consultation_note"
    ),
    path(
        "plans/<uuid:plan>/consultation/answers/<uuid:answer>/",
        answers.change,
        name="plans_consultation_answer",
    ),
]
