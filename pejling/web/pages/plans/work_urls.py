"""Addresses of the work on plans: lists, board, timeline, workbook, small changes."""

from django.urls import path

from pejling.web.pages.plans import (
    action_list,
    board,
    copying,
    mentions,
    remarks,
    timeline,
    workbook,
    working,
)

urlpatterns = [
    path("actions/", action_list.page, name="plans_actions"),
    path("<uuid:plan>/excel/", workbook.excel, name="plans_excel"),
    path("<uuid:plan>/board/", board.page, name="plans_board"),
    path("<uuid:plan>/timeline/", timeline.page, name="plans_timeline"),
    path("<uuid:plan>/actions/<uuid:action>/state/", working.state, name="plans_state"),
    path("<uuid:plan>/actions/<uuid:action>/parts/", working.part, name="plans_sub_action"),
    path("<uuid:plan>/stones/<uuid:stone>/tick/", working.stone, name="plans_stone"),
    path("<uuid:plan>/actions/<uuid:action>/copy/", copying.page, name="plans_action_copy"),
    path("mentions/", mentions.page, name="plans_mentions"),
    path("mentions/seen/", mentions.seen, name="plans_mentions_seen"),
    path("<uuid:plan>/parts/<slug:sort>/<uuid:part>/remarks/", remarks.page, name="plans_remarks"),
    path(
        "<uuid:plan>/parts/<slug:sort>/<uuid:part>/remarks/write/", remarks.write, name="plans_remark_write"
    ),
    path("<uuid:plan>/remarks/<uuid:remark>/change/", remarks.change, name="plans_remark_change"),
    path("<uuid:plan>/remarks/<uuid:remark>/remove/", remarks.remove, name="plans_remark_remove"),
]
