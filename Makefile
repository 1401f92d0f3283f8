# Everything is in infra/; make is only its table of contents. Needs bash, coreutils and the .NET 10 SDK.
SHELL := /bin/bash
.DEFAULT_GOAL := help
URL ?= http://127.0.0.1:8080
# PORT= is left empty unless given: the scripts know the default, 8080.
HOST := src/SagaPlatform.Host

.PHONY: help build page run demo invariants seed load bench bench-scale bench-operators chaos test up down up-native down-native status-native logs-native contracts screenshots explore simulate clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start the platform embedded, in one process without services (PORT=8080); nothing survives a restart
	@PORT='$(PORT)' bash infra/run.sh

demo: ## drive sagas of every kind through a running platform, good and bad paths (URL=http://127.0.0.1:8080, SAGA=order)
	@dotnet run --project $(HOST) -c Release -v quiet -- demo --url $(URL) $(if $(SAGA),--saga $(SAGA))

page: ## build the operators' page, if its sources changed (Node.js 18 or newer; installed from Debian's packages where there is none)
	@bash infra/page.sh

invariants: ## check the laws of money, stock and sagas on a running platform (URL=http://127.0.0.1:8080)
	@dotnet run --project $(HOST) -c Release -v quiet -- invariants --url $(URL)

seed: ## load 10,000 suppliers, 10,000 stores and 100,000 stock lines into the native platform, or into SAGA_POSTGRES (SEED="--suppliers 500")
	@bash infra/seed.sh $(SEED)

load: ## start sagas on the native platform at a rate of their own (RATE=20 SECONDS=30 SHAPE=steady|ramp|burst SAGA=order BROKER=amqp://..., LOAD="--output r.json")
	@BROKER='$(BROKER)' bash infra/load.sh $(if $(SAGA),--saga $(SAGA)) $(if $(SHAPE),--shape $(SHAPE)) $(if $(RATE),--rate $(RATE)) $(if $(SECONDS),--seconds $(SECONDS)) $(LOAD)

bench: ## compare with stock MassTransit on the same order, about 6 minutes, also into artifacts/bench.json (BENCH=--quick, --steady)
	@bash infra/bench.sh compare --output artifacts/bench.json $(BENCH)

bench-scale: ## full tables, ringing timeouts, 1, 2 and 4 hosts, about 7 minutes, also into artifacts/bench-scale.json (BENCH=--quick, --hosts)
	@bash infra/bench.sh scale --output artifacts/bench-scale.json $(BENCH)

bench-operators: ## the console's lists over 1,000,000 sagas, and its live page at 200 sagas/s, about 3 minutes, into artifacts/bench-operators.json (BENCH=--quick)
	@bash infra/bench.sh operators --output artifacts/bench-operators.json $(BENCH)

chaos: ## break the platform under load: kill, pause, cut and restart its parts, then check every invariant (MINUTES=20 SEED=..., CHAOS="--only host-kill")
	@bash infra/chaos.sh --minutes $(if $(MINUTES),$(MINUTES),20) $(if $(SEED),--seed $(SEED)) $(CHAOS)

test: ## run every test on private PostgreSQL and RabbitMQ (PROJECT=Core.Tests, FILTER=...)
	@PROJECT='$(PROJECT)' FILTER='$(FILTER)' bash infra/test.sh

build: page ## compile the whole solution, the operators' page first
	@dotnet build SagaPlatform.sln -c Release -v minimal --nologo

up: ## start the platform with docker compose, secrets made on the first run (PORT=8080)
	@PORT='$(PORT)' bash infra/docker/compose.sh up

down: ## stop the compose platform; its volumes stay
	@bash infra/docker/compose.sh down

up-native: ## start the platform without Docker: RabbitMQ, PostgreSQL, host and participants, data in .run/ (PORT=8080)
	@PORT='$(PORT)' bash infra/native/platform.sh up

down-native: ## stop the native platform; its data stay
	@bash infra/native/platform.sh down

status-native: ## say which parts of the native platform run
	@bash infra/native/platform.sh status

logs-native: ## follow the logs of host and participants
	@tail -n 50 -F .run/log/host.log .run/log/participants.log

screenshots: ## take a picture of every page of the console into artifacts/screenshots, and the two of the README anew
	@bash infra/screenshots.sh

simulate: ## let everything go wrong with sagas on the embedded engine, 10,000 schedules each (SAGA=order-fulfilment, SEED=17, SCHEDULES=100000)
	@SAGA='$(SAGA)' SEED='$(SEED)' SCHEDULES='$(SCHEDULES)' bash infra/simulate.sh

explore: ## visit every interleaving of every saga, or of one (SAGA=order-fulfilment, TROUBLES=3)
	@SAGA='$(SAGA)' TROUBLES='$(TROUBLES)' bash infra/simulate.sh explore

contracts: ## write schemas, AsyncAPI and golden files anew from the message records
	@UPDATE_CONTRACTS=1 dotnet test tests/SagaPlatform.Contracts.Tests --nologo

clean: ## stop the native platform and delete its data, and everything built
	@bash infra/native/platform.sh remove
	@rm -rf artifacts src/SagaPlatform.Console/Page/node_modules src/SagaPlatform.Console/Page/built*
	@find contracts src tests -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
