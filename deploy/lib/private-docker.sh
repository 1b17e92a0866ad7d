# shellcheck shell=bash
# A docker engine of our own that leaves no trace on the machine.
#
# It lives in a network and a mount namespace of its own: bridges, firewall rules
# and mounts are made in there and vanish with its last process. The data
# volumes' device nodes are the machine's, so loop devices work as usual.
#
# All its files are in one folder:
#   data/ exec/ dockerd.pid docker.sock dockerd.log

# start_private_docker FOLDER: returns when it answers, and
# exports DOCKER_HOST.
start_private_docker() {
    local folder=$1
    ! running_engine "$folder" > /dev/null || die "a docker engine runs in $folder already"
    mkdir -p "$folder" "${shared_run_folders[@]}"
    echo '{}' > "$folder/daemon.json"

    setsid unshare --net --mount --propagation private \
        bash -c "$private_docker_entry" dockerd \
        --config-file "$folder/daemon.json" \
        --data-root "$folder/data" \
        --exec-root "$folder/exec" \
        --pidfile "$folder/dockerd.pid" \
        --host "unix://$folder/docker.sock" \
        --exec-opt native.cgroupdriver=cgroupfs \
        --cgroup-parent "/$(private_cgroup "$folder")" \
        > "$folder/dockerd.log" 2>&1 < /dev/null &
    disown

    export DOCKER_HOST=unix://$folder/docker.sock
    if ! wait_until 60 docker_answers; then
        tail -n 20 "$folder/dockerd.log" >&2
        die "the private docker engine did not start" "its last words are above"
    fi
}

# Used by every engine and containerd of a machine, whatever their own folders are.
shared_run_folders=(/run/docker /run/containerd)

# Runs as the engine's process, inside the namespaces. Empty folders hide the
# machine's containerd, which dockerd would use although it cannot see our mounts.
# shellcheck disable=SC2016 # expanded in there
private_docker_entry='
    set -euo pipefail
    ip link set lo up
    mount -t tmpfs -o mode=0711 tmpfs /run/docker
    mount -t tmpfs -o mode=0711 tmpfs /run/containerd
    exec dockerd "$@"'

docker_answers() {
    "${DOCKER:-docker}" info > /dev/null 2>&1
}

private_docker_pid() {
    cat "$1/dockerd.pid"
}

# inside_private_docker FOLDER COMMAND...: where the engine's published ports and
# its mounts are to be seen.
inside_private_docker() {
    local folder=$1
    shift
    nsenter --target "$(private_docker_pid "$folder")" --net --mount -- \
        env --chdir="$PWD" "$@"
}

# stop_private_docker FOLDER: ends the engine by its pid and all that ran in it.
# To be called in any state, also twice.
stop_private_docker() {
    local folder=$1 pid
    if pid=$(running_engine "$folder"); then
        remove_all_containers "$folder"
        end_network "$pid"
        end_process "$pid"
    fi
    end_engine_processes "$folder"
    end_cgroup "$(private_cgroup "$folder")"
    rmdir "${shared_run_folders[@]}" 2> /dev/null || true
}

# The number in a file may be another process' by now.
running_engine() {
    local pid
    pid=$(private_docker_pid "$1" 2> /dev/null) || return 1
    runs_with "$pid" "$1" && echo "$pid"
}

# runs_with PID TEXT: whether its command line has the text. A process has none while
# it becomes another program, which takes as long as the disk needs to deliver that.
runs_with() {
    wait_until 5 has_become_something "$1" && command_line "$1" | grep -qF -- "$2"
}

has_become_something() {
    is_gone "$1" || [[ -n $(command_line "$1") ]]
}

command_line() {
    tr '\0' ' ' 2> /dev/null < "/proc/$1/cmdline"
}

# dockerd itself would ask each container politely, one that is deaf for 10 s.
remove_all_containers() {
    local host=unix://$1/docker.sock ids
    ids=$(timeout 10 "${DOCKER:-docker}" --host "$host" ps -aq 2> /dev/null) || return 0
    # shellcheck disable=SC2086 # a list of ids
    [[ -z $ids ]] || timeout 60 "${DOCKER:-docker}" --host "$host" rm -fv $ids \
        > /dev/null 2>&1 || true
}

# distribution_docker: the client that belongs to the packages' engine, also where
# another one comes first in PATH.
distribution_docker() {
    if [[ -x /usr/bin/docker ]]; then
        echo /usr/bin/docker
    else
        command -v docker || die "there is a docker engine, but no docker client"
    fi
}

require_loop_devices() {
    [[ -e /dev/loop-control ]] || modprobe loop 2> /dev/null ||
        die "this kernel has no loop devices" "data volumes need them: modprobe loop"
}

# What was started in the engine's network and is still there.
end_network() {
    local engine=$1 entry pid
    for entry in /proc/[0-9]*; do
        pid=${entry#/proc/}
        if [[ $entry/ns/net -ef /proc/$engine/ns/net ]] &&
            ! belongs_to "$pid" "$engine"; then
            kill -KILL "$pid" 2> /dev/null || true
        fi
    done
}

# The engine and its containerd end in order; all else in there ends at once.
belongs_to() {
    local pid=$1 engine=$2
    [[ $pid == "$engine" ]] ||
        grep -q "^PPid:[[:space:]]*$engine\$" "/proc/$pid/status" 2> /dev/null
}

end_process() {
    kill -TERM "$1" 2> /dev/null || return 0
    wait_until 30 is_gone "$1" || kill -KILL "$1" 2> /dev/null || true
    wait_until 5 is_gone "$1" || true
}

is_gone() {
    [[ ! -d /proc/$1 ]] || grep -q '^State:.Z' "/proc/$1/status" 2> /dev/null
}

# A dockerd that was killed leaves its containers running, and their shims.
end_engine_processes() {
    local pid
    for pid in $(pgrep -f "^[^ ]*(dockerd|containerd[^ ]*) .*$1/"); do
        end_network "$pid"
        kill -KILL "$pid" 2> /dev/null || true
    done
}

# Of this folder alone: every other engine's containers are in a cgroup "docker".
private_cgroup() {
    echo "paygress-private${1//[^A-Za-z0-9]/-}"
}

end_cgroup() {
    local name=$1 folder
    while read -r folder; do
        xargs -r kill -KILL < "$folder/cgroup.procs" 2> /dev/null || true
        wait_until 5 rmdir "$folder" 2> /dev/null || true
    done < <(find /sys/fs/cgroup -depth -type d \
        \( -name "$name" -o -path "*/$name/*" \) 2> /dev/null)
}

# release_loop_devices FOLDER: those whose file lies in it.
release_loop_devices() {
    local device file
    while read -r device file; do
        if [[ $file == "$1"/* ]]; then
            losetup --detach "$device" 2> /dev/null || true
        fi
    done < <(losetup --list --noheadings --output NAME,BACK-FILE)
}

# remove_folder FOLDER: with whatever was set up on files in it. Never goes into
# something that is mounted there.
remove_folder() {
    release_loop_devices "$1"
    rm -rf --one-file-system -- "$1"
}
