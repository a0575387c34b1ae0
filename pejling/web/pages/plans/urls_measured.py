"""Addresses of what a plan is measured by: figures, rules, the score and what the board says of it."""

from django.urls import path

from pejling.web.pages.plans import judging, measured, measured_doing, moving, scored

addresses = [
    path("<uuid:plan>/score/", scored.page, name="plans_score"),
    path("<uuid:plan>/score/excel/", scored.excel, name="plans_score_excel"),
    path("<uuid:plan>/judging/", judging.page, name="plans_judging"),
    path("<uuid:plan>/measured/<slug:ruled>/<uuid:of>/", measured.page, name="plans_measured"),
    path("<uuid:plan>/measured/<slug:ruled>/<uuid:of>/rule/", measured.rule, name="plans_rule"),
    path("<uuid:plan>/figures/<uuid:measure>/", measured_doing.choose, name="plans_figure"),
    path("<uuid:plan>/figures/<uuid:measure>/compute/", measured_doing.compute, name="plans_compute"),
    path("<uuid:plan>/figures/<uuid:measure>/use/", measured_doing.use, name="plans_use"),
    path("<uuid:plan>/actions/<uuid:action>/figures/", moving.page, name="plans_moves"),
]
