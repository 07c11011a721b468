"""What a view's answer is made of."""


def of_what_is_public(view):
    """A view whose answers are made of their address and of what is public, and of nothing else.

    Each process may keep them for as long as nothing public changes: see cstosite.keeping.
    """
    view.is_of_what_is_public = True
    return view
