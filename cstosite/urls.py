"""Every address of the site. They are for ever."""

from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path

from delegations.views import delegation_list_data
from press import media
from press.previews import by_link, file_by_link
from press.views import item_list_data, person_data, person_detail, topic_data, topic_detail

from . import feeds, search_page, sitemaps, staff, views
from .data import views as data
from .data.describing import TYPES

# What a feed is of: a kind, a country, a person, a topic; all press, or some of it; the register.
FEED = r"(?:(?:countries|people|topics)/)?[-\w]+"
MONTH = r"\d{4}-\d{2}(?:-\d{1,3})?"

urlpatterns = [
    path("", views.home, name="home"),
    path("delegations.json", delegation_list_data, name="delegations-data"),
    path("delegations/", include("delegations.urls")),
    path("people/<slug:slug>.json", person_data, name="person-data"),
    path("people/<slug:slug>/", person_detail, name="person"),
    path("topics/<slug:slug>.json", topic_data, name="topic-data"),
    path("topics/<slug:slug>/", topic_detail, name="topic"),
    path("press.json", item_list_data, name="press-data"),
    path("press/", include("press.urls")),
    path("search.json", search_page.search_data, name="search-data"),
    path("search/", search_page.search, name="search"),
    path("preview/<str:token>/", by_link, name="press-preview"),
    re_path(rf"^preview/(?P<token>[\w-]+)/{media.PATTERN}$", file_by_link, name="press-preview-file"),
    re_path(rf"^media/{media.PATTERN}$", media.public, name="media"),
    path("feeds/", feeds.feed_directory, name="feeds"),
    path("feeds.opml", feeds.opml, name="opml"),
    re_path(rf"^feeds/(?P<path>{FEED}(?:/{MONTH})?)\.(?P<format>rss|atom|json)$", feeds.feed, name="feed"),
    re_path(rf"^feeds/(?P<path>{FEED})/$", feeds.feed_page, name="feed-page"),
    path("data/", data.data, name="data"),
    re_path(rf"^data/(?P<name>[a-z_]+)\.(?P<form>{'|'.join(TYPES)})$", data.file, name="data-file"),
    path("about/", views.about, name="about"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": sitemaps.SITEMAPS}, name="sitemap-part"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/password_reset/", staff.PasswordResetView.as_view(), name="admin_password_reset"),
    path("admin/password_reset/done/", staff.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("admin/reset/<uidb64>/<token>/", staff.PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
    path("admin/reset/done/", staff.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path("admin/session/", staff.session, name="admin_session"),
    # In the place of Django's two, which ask for less.
    path("admin/autocomplete/", admin.site.admin_view(staff.autocomplete)),
    path("admin/r/<int:content_type_id>/<path:object_id>/", admin.site.admin_view(staff.view_on_site)),
    path("admin/", admin.site.urls),
]
if settings.CONTACT_EMAIL:
    urlpatterns.append(path(".well-known/security.txt", views.security_txt, name="security-txt"))

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
