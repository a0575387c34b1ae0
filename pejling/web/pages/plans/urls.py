"""Addresses of the plans: listed, taken in, read, changed in place, adopted, compared."""

from django.urls import path

from pejling.web.pages.plans import (
    action,
    action_list,
    arranging,
    beside,
    changing,
    completeness,
    document,
    life,
    listed,
    making,
    measured,
    page,
)

urlpatterns = [
    path("", listed.page, name="plans"),
    path("read/", listed.read, name="plans_read"),
    path("document/", document.page, name="plans_document"),
    path("actions/", action_list.page, name="plans_actions"),
    path("new/", making.new, name="plans_new"),
    path("undo/", arranging.undo, name="plans_undo"),
    path("<uuid:plan>/", page.page, name="plans_one"),
    path("<uuid:plan>/yaml/", listed.yaml, name="plans_yaml"),
    path("<uuid:plan>/step/<slug:step>/", life.step, name="plans_step"),
    path("<uuid:plan>/check/", completeness.page, name="plans_check"),
    path("<uuid:plan>/check/accept/", completeness.accept, name="plans_accept"),
    path("<uuid:plan>/check/reject/", completeness.reject, name="plans_reject"),
    path("<uuid:plan>/compare/", beside.page, name="plans_compare"),
    path("<uuid:plan>/versions/<int:number>/yaml/", beside.version, name="plans_version"),
    path("<uuid:plan>/add/", arranging.add, name="plans_add"),
    path("<uuid:plan>/goals/<uuid:goal>/place/", arranging.place, name="plans_place"),
    path("<uuid:plan>/actions/<uuid:action>/", action.page, name="plans_action"),
    path("<uuid:plan>/actions/<uuid:action>/addendum/", arranging.addendum, name="plans_addendum"),
    path("<uuid:plan>/measured/<slug:ruled>/<uuid:of>/", measured.page, name="plans_measured"),
    path("<uuid:plan>/measured/<slug:ruled>/<uuid:of>/rule/", measured.rule, name="plans_rule"),
    path("<uuid:plan>/parts/<slug:sort>/<uuid:part>/", changing.part, name="plans_part"),
    path("<uuid:plan>/parts/<slug:sort>/<uuid:part>/history/", changing.history, name="plans_history"),
    path("<uuid:plan>/parts/<slug:sort>/<uuid:part>/back/", changing.back, name="plans_back"),
    path("<uuid:plan>/parts/<slug:sort>/<uuid:part>/move/", arranging.move, name="plans_move"),
    path("<uuid:plan>/parts/<slug:sort>/<uuid:part>/remove/", arranging.remove, name="plans_remove"),
]
