"""The page where an agreement is signed, and the strokes on its pad."""

A_NAME = ((40, 60, 160, 70), (100, 40, 90, 170), (60, 120, 190, 150))


def has_pad(page) -> bool:
    """Whether the page that was just asked for wants a name written by finger, once its script goes."""
    page.locator("form[data-sign-ready]").wait_for()
    return page.locator("canvas[data-pad]").is_visible()


def write_name(page, strokes=A_NAME) -> None:
    """Some strokes on the pad, as a finger makes them."""
    pad = page.locator("canvas[data-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    for left, top, right, bottom in strokes:
        page.mouse.move(box["x"] + left, box["y"] + top)
        page.mouse.down()
        page.mouse.move(box["x"] + right, box["y"] + bottom, steps=8)
        page.mouse.up()
