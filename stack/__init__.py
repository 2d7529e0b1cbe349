"""One command: the embedded servers, the processes of `make run`, and what the other `make` targets call.

Nothing here imports Django: the supervisor stays small, starts at once, and reads the portal's
settings contract (`.env.example`) from the outside, as production does.

Read in this order: `disk` (what lies in `.data/`), `keys`, `child` (one supervised process),
`postgres` and `valkey` (the two servers), `keeper` (who keeps them alive, and for how long), `portal` (`make run`).
"""
