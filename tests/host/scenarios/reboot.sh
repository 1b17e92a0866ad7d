# shellcheck shell=bash
# Plain leases over a reboot, with loop numbers changed in between.

# shellcheck source=../guest/restarts.sh
source /payload/guest/restarts.sh

step_1() {
    leases_before
    then_reboot
}

step_2() {
    leases_after
}
