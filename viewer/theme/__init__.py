"""How the window looks: colours, icons, and the style that is made of them."""
