"""Two plans → what changed, by the identity of their items, and the table that says so (新旧対照表)."""
