"""What is learned from: data set, procedural shapes, augmentation."""
