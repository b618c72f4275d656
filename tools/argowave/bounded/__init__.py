"""Native work that a repository controls, in a process whose time and memory are bounded.

A template can loop for ever or ask for a hundred gigabytes, and no library in this process could
be stopped then. A kind of work is a module with a function

    answer(operation: str, given: Any) -> Any

over JSON values, which may raise `RefusedError`. `worker.ask("package.module", …)` runs it in a
child that stays while there are further questions and is replaced when it had to be ended.
"""
