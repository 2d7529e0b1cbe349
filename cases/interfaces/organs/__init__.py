"""Which organ's system an API client is (对接部门), so that it gets what answers that organ's letters."""
