# shellcheck shell=bash
# Plain leases over a power cut, with loop numbers changed in between; and a request
# that was accepted in the last moment.

# shellcheck source=../guest/restarts.sh
source /payload/guest/restarts.sh

step_1() {
    leases_before
    sync -f /etc
    provider spawn --template hello --tier tiny --duration 1h --request-id last-moment --no-wait
    then_power_cut
}

step_2() {
    leases_after
    expect "the request of the last moment was kept" wait_until 120 is_running last-moment
}

is_running() {
    api GET "/v1/leases?all=true" |
        jq -e --arg id "$1" '.leases[] | select(.request_id == $id) | .state == "active"'
}
