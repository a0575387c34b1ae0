"""Addresses of data: files on their way in, deliveries with what they changed and kept out, and pick-up folders."""

from django.urls import path

from pejling.web.pages.deliveries import changing, choosing, kept_out, mending, picking_up, uploading, views

urlpatterns = [
    path("", views.page, name="deliveries"),
    path("new/", uploading.new, name="uploads_new"),
    path("new/send/", uploading.send, name="uploads_send"),
    path("uploads/<uuid:upload>/", uploading.one, name="uploads_one"),
    path("uploads/<uuid:upload>/files/", uploading.add, name="uploads_add"),
    path("uploads/<uuid:upload>/files/<int:position>/remove/", uploading.remove, name="uploads_remove"),
    path("uploads/<uuid:upload>/choose/", choosing.choose, name="uploads_choose"),
    path("uploads/<uuid:upload>/accept/", choosing.accept, name="uploads_accept"),
    path("uploads/<uuid:upload>/discard/", uploading.discard, name="uploads_discard"),
    path("uploads/<uuid:upload>/changes/", changing.of_upload, name="uploads_changes"),
    path("uploads/<uuid:upload>/changes/excel/", changing.of_upload_excel, name="uploads_changes_excel"),
    path("uploads/<uuid:upload>/kept-out/", kept_out.of_upload, name="uploads_kept_out"),
    path("uploads/<uuid:upload>/kept-out/excel/", kept_out.of_upload_excel, name="uploads_kept_out_excel"),
    path("folders/", picking_up.page, name="pickups"),
    path("folders/new/", picking_up.add, name="pickups_add"),
    path("folders/<uuid:pick_up>/now/", picking_up.now, name="pickups_now"),
    path("folders/<uuid:pick_up>/switch/", picking_up.switch, name="pickups_switch"),
    path("folders/<uuid:pick_up>/remove/", picking_up.remove, name="pickups_remove"),
    path("<uuid:delivery>/", views.one, name="deliveries_one"),
    path("<uuid:delivery>/excel/", views.one_excel, name="deliveries_excel"),
    path("<uuid:delivery>/changes/", changing.of_delivery, name="deliveries_changes"),
    path("<uuid:delivery>/changes/excel/", changing.of_delivery_excel, name="deliveries_changes_excel"),
    path("<uuid:delivery>/mend/", mending.page, name="deliveries_mend"),
    path("<uuid:delivery>/mend/check/", mending.check, name="deliveries_mend_check"),
    path("<uuid:delivery>/undo/", views.undo, name="deliveries_undo"),
    path("<uuid:delivery>/undo/now/", views.undo_now, name="deliveries_undo_now"),
]
