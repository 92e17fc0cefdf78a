"""Every action, a file a menu: menus, tool bar and shortcuts are made from them."""
