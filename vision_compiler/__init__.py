"""A plan compiler: plan/*.yaml in, the city's publications out. The map is README.md in this folder."""
