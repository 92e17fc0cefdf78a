"""Parametric solid families: unlimited, exactly solid shapes whose factors are known.

A family is a function of a random generator; ``FAMILIES`` lists them. A new family is a function
in one of this package's files and a line here.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np

from core.data.procedural import (
    beasts,
    craft,
    creatures,
    edibles,
    fauna,
    fixtures,
    furniture_seats,
    furniture_tables,
    gear,
    misc,
    people,
    storage,
    vehicles,
    vessels,
    wares,
)
from core.data.procedural.shape import Part, ProceduralShape, occupancy

__all__ = ["FAMILIES", "Part", "ProceduralShape", "generate", "occupancy"]

FAMILIES: dict[str, Callable[[np.random.Generator], ProceduralShape]] = {
    "chair": furniture_seats.chair,
    "armchair": furniture_seats.armchair,
    "sofa": furniture_seats.sofa,
    "stool": furniture_seats.stool,
    "bench": furniture_seats.bench,
    "table": furniture_tables.table,
    "coffee_table": furniture_tables.coffee_table,
    "desk": furniture_tables.desk,
    "bookcase": storage.bookcase,
    "cabinet": storage.cabinet,
    "dresser": storage.dresser,
    "nightstand": storage.nightstand,
    "wardrobe": storage.wardrobe,
    "bed": storage.bed,
    "box": storage.box_or_basket,
    "lamp": fixtures.lamp,
    "vase": vessels.vase,
    "bottle": vessels.bottle,
    "mug": vessels.mug,
    "bowl": vessels.bowl,
    "teapot": vessels.teapot,
    "plant": fixtures.plant,
    "bathtub": fixtures.bathtub,
    "toilet": fixtures.toilet,
    "car": vehicles.car,
    "truck": vehicles.truck,
    "airplane": craft.airplane,
    "ship": craft.ship,
    "bicycle": vehicles.bicycle,
    "screen": misc.screen,
    "animal": creatures.animal,
    "figure": creatures.figure,
    "guitar": misc.guitar,
    "stack": misc.stack,
    "hat": misc.hat,
    "building": misc.building,
    "tool": misc.tool,
    "blob": misc.blob,
    "horse": beasts.horse,
    "dog": beasts.dog,
    "fox": beasts.fox,
    "cat": beasts.cat,
    "cattle": beasts.cattle,
    "elephant": beasts.elephant,
    "giraffe": beasts.giraffe,
    "pig": beasts.pig,
    "deer": beasts.deer,
    "bear": beasts.bear,
    "rabbit": beasts.rabbit,
    "dinosaur": fauna.dinosaur,
    "bird": fauna.bird,
    "turtle": fauna.turtle,
    "fish": fauna.fish,
    "crawler": fauna.crawler,
    "snail": fauna.snail,
    "frog": fauna.frog,
    "bust": fauna.bust,
    "person": people.person,
    "robot": people.robot,
    "mascot": people.mascot,
    "burger": edibles.burger,
    "cake": edibles.cake,
    "fruit": edibles.fruit,
    "sweet": edibles.sweet,
    "mushroom": edibles.mushroom,
    "bouquet": edibles.bouquet,
    "tree": edibles.tree,
    "pot": wares.pot,
    "pan": wares.pan,
    "basket": wares.basket,
    "lantern": wares.lantern,
    "shoe": wares.shoe,
    "bag": wares.bag,
    "headphones": wares.headphones,
    "extinguisher": wares.extinguisher,
    "telephone": wares.telephone,
    "camera": wares.camera,
    "clock": wares.clock,
    "sword": gear.sword,
    "handtool": gear.handtool,
    "chest": gear.chest,
    "mailbox": gear.mailbox,
    "biplane": gear.biplane,
    "digger": gear.digger,
    "cart": gear.cart,
    "cottage": gear.cottage,
    "instrument": gear.instrument,
    "toy": gear.toy,
}


def generate(family: str, seed: int) -> ProceduralShape:
    """The shape a family makes of a seed: always the same one. Raises KeyError if unknown."""
    return FAMILIES[family](np.random.default_rng([seed, zlib.crc32(family.encode())]))
