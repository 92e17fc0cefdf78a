"""Small widgets that know no session."""
