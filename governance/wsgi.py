"""The web process; it does not start without its static files."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
application = get_wsgi_application()
if not settings.STATIC_FROM_SOURCE and not (settings.STATIC_ROOT / "staticfiles.json").exists():
    raise ImproperlyConfigured("STATIC_ROOT 里没有静态文件：请先运行 python manage.py collectstatic。")
