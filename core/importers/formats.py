"""The files that shapes are read from, by how their names end. Needs no reader of them."""

MESH_SUFFIXES = (".obj", ".glb", ".gltf", ".stl", ".ply", ".off", ".3mf")
GRID_SUFFIXES = (".npz", ".binvox")
SHAPE_SUFFIXES = (*MESH_SUFFIXES, *GRID_SUFFIXES)
