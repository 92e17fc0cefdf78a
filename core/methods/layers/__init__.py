"""`layers`: one photograph to depth in layers, on top of the code of `tl`."""
