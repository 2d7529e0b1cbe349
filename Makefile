# Each target is one line: the shell script makes the environment, then calls `python -m stack TARGET`.
.PHONY: help run test check bench reset lock
help:    ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile
run:     ## set up everything, start the portal with demo data, print the address and the sign-ins
	@sh stack/bootstrap.sh run
test:    ## set up everything, run every test
	@sh stack/bootstrap.sh test
check:   ## format, lint, types, import contracts, migrations, deploy check, API schema
	@sh stack/bootstrap.sh check
bench:   ## figures against the floor of bare SQL
	@sh stack/bootstrap.sh bench
reset:   ## begin anew: drop .data/, after asking
	@sh stack/bootstrap.sh reset
lock:    ## compile the lock files anew from pyproject.toml
	@sh stack/lock.sh
