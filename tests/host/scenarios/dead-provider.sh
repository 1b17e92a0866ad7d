# shellcheck shell=bash
# A lease ends on time with the provider killed and masked: systemd's timer sees to it.

# The margin of the defaults, and the second to which it is rounded up.
BOUND=8
HOST=$(cat /var/lib/paygress/instance-id)

step_1() {
    local vmid lease
    expect_equal "check finds the timers" "$(provider check --json | jq -r '.checks[] | select(.name == "end timers") | .outcome')" passed
    expect_foreign_containers_are_left_alone

    vmid=$(spawn)
    lease=$(lease "$vmid" .lease_id)
    expect_equal "a lease has one timer" "$(end_timers "$lease" | wc -l)" 1
    provider release "$vmid" > /dev/null
    expect "a released one has none" wait_until 30 has_no_timer "$lease"

    # Emulated, an eviction takes longer than the margin of the defaults.
    settings '{"Cleanup": {"StopGrace": "30s"}}'
    vmid=$(DURATION=10s spawn)
    lease=$(lease "$vmid" .lease_id)
    expect "a living provider ends a lease itself" wait_until 60 lease_is "$vmid" ended
    expect_equal "before the timer does" "$(entries PAYGRESS_EVENT=LeaseKilledByTimer "PAYGRESS_LEASE_ID=$lease" | wc -l)" 0
    expect "which is gone then" wait_until 30 has_no_timer "$lease"
}

step_2() {
    local vmid lease first container end finished lateness began
    remember later "$(spawn)"
    settings '{"Cleanup": {"StopGrace": "2s"}}'
    vmid=$(DURATION=60s spawn)
    lease=$(lease "$vmid" .lease_id)
    container=$(container_id "$vmid")
    first=$(end_timers "$lease")
    provider extend "$vmid" 30s > /dev/null
    expect_equal "an extended lease has one timer" "$(end_timers "$lease" | wc -l)" 1
    expect "which is another one" [ "$(end_timers "$lease")" != "$first" ]
    end=$(lease "$vmid" .expires_at)
    systemctl daemon-reexec
    kill_and_mask
    expect "the tenant runs with the provider dead" container_runs "$vmid"

    expect "it is dead soon after its end" wait_until 180 container_is_dead "$container"
    finished=$(docker inspect --format '{{.State.FinishedAt}}' "$container")
    lateness=$(seconds_between "$end" "$finished")
    began=$(seconds_between "$end" "@$(service_began "$lease")")
    figure "with the provider dead and masked: the timer fired $began s after the end (bound $BOUND s), the tenant was dead $lateness s after it"
    expect "it was not killed before the end" holds "$lateness > 0"
    expect "the timer fired within its bound" holds "$began > 0 && $began < $BOUND + 0.5"
    expect_equal "the journal says who did it" "$(entries PAYGRESS_EVENT=LeaseKilledByTimer "PAYGRESS_LEASE_ID=$lease" | wc -l)" 1
    expect "systemd keeps nothing of it" wait_until 30 has_no_timer "$lease"
    expect "the provider is still dead" provider_is_dead_and_masked
    expect "the other tenant runs" container_runs "$(recall later)"
    remember vmid "$vmid"
}

step_3() {
    local vmid
    vmid=$(recall vmid)
    systemctl unmask paygress-provider
    systemctl start paygress-provider
    expect "the books settle" wait_until 120 lease_is "$vmid" ended
    expect_equal "with the true reason" "$(lease "$vmid" .end_reason)" expired
    expect "nothing is unexplained" wait_until 60 provider audit
    then_reboot
}

step_4() {
    local lease
    lease=$(lease "$(recall later)" .lease_id)
    expect "after a reboot the lease gets its timer anew" wait_until 120 has_timer "$lease"
    expect_equal "and one alone" "$(end_timers "$lease" | wc -l)" 1
}

kill_and_mask() {
    kill -KILL "$(unit_property MainPID)"
    systemctl mask --now paygress-provider
    expect "the provider is dead and masked" provider_is_dead_and_masked
}

provider_is_dead_and_masked() {
    unit_is MainPID 0 && unit_is LoadState masked
}

# The verb by hand, for containers that are not the lease's it is told.
expect_foreign_containers_are_left_alone() {
    local id
    id=$(docker run --detach --label "io.paygress.host=another" --label "io.paygress.lease=$LEASE" paygress/hello:1)
    expect_fails "a container of another host is refused" 4 end_lease "$id"
    expect_equal "it runs on" "$(docker inspect --format '{{.State.Running}}' "$id")" true
    docker rm --force "$id" > /dev/null
    id=$(docker run --detach --label "io.paygress.host=$HOST" --label "io.paygress.lease=${LEASE//1/2}" paygress/hello:1)
    expect_fails "a container of another lease is refused" 4 end_lease "$id"
    expect_equal "it runs on" "$(docker inspect --format '{{.State.Running}}' "$id")" true
    docker rm --force "$id" > /dev/null
    id=$(docker run --detach --label "io.paygress.host=$HOST" --label "io.paygress.lease=$LEASE" paygress/hello:1)
    expect "the lease's own is ended" end_lease "$id"
    expect_equal "it is dead" "$(docker inspect --format '{{.State.Running}}' "$id")" false
    docker rm --force "$id" > /dev/null
}

LEASE=0192f7a1111170008000000000000001

end_lease() {
    provider end-lease --lease "$LEASE" --container "$1" --host "$HOST" --second 1 --docker docker
}

has_no_timer() {
    [[ -z $(end_timers "$1") ]]
}

has_timer() {
    [[ -n $(end_timers "$1") ]]
}

container_is_dead() {
    [[ $(docker inspect --format '{{.State.Running}}' "$1") == false ]]
}

# holds EXPRESSION: of numbers.
holds() {
    awk "BEGIN { exit !($1) }"
}

# service_began LEASE: when systemd started what the timer starts, in seconds since 1970.
service_began() {
    journalctl --no-pager --output json --since "@$(cat "$STATE/began")" _PID=1 |
        jq -r --arg unit "paygress-end-$1" 'select((.UNIT // "" | startswith($unit)) and (.UNIT | endswith(".service")) and .JOB_TYPE == "start" and (.MESSAGE | startswith("Starting"))) | .__REALTIME_TIMESTAMP' |
        tail -n 1 | awk '{ printf "%.6f", $1 / 1000000 }'
}

# seconds_between EARLIER LATER
seconds_between() {
    awk "BEGIN { printf \"%.3f\", $(date -d "$2" +%s.%N) - $(date -d "$1" +%s.%N) }"
}
