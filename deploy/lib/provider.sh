# shellcheck shell=bash
# A provider in a folder of its own: settings, data, socket and log are in there.
#
#   paygress-provider   runs the program with exactly this folder's settings
#   appsettings.json    the settings;  provider.log  what the daemon says
#   data/  run/         its DataDirectory and RuntimeDirectory

# write_provider PROGRAM FOLDER: the program sees nothing of the caller's
# environment, so neither proxies nor settings of another provider.
write_provider() {
    local program=$1 folder=$2
    mkdir -p "$folder/data" "$folder/run"
    provider_settings "$folder" > "$folder/appsettings.json"
    cat > "$folder/paygress-provider" <<END
#!/bin/sh
exec env -i PATH="$PATH" HOME="$folder" TERM="${TERM:-dumb}" LC_ALL=C.UTF-8 \\
    DOTNET_ROOT="${DOTNET_ROOT:-}" DOCKER_HOST="${DOCKER_HOST:-}" \\
    PAYGRESS_SOCKET="$folder/run/provider.sock" "$program" "\$@"
END
    chmod 0755 "$folder/paygress-provider"
}

# A network that no other provider on this machine would take.
provider_settings() {
    cat <<END
{
  "Provider": {
    "Name": "throw-away",
    "DataDirectory": "$1/data",
    "RuntimeDirectory": "$1/run"
  },
  "Docker": {
    "Program": "$DOCKER",
    "Network": "$provider_network",
    "Bridge": "$provider_network",
    "Subnet": "10.213.64.0/24",
    "BindAddress": "127.0.0.1"
  },
  "Leases": { "MinimumDuration": "1s" },
  "Trial": { "AtFirstStart": false },
  "Api": { "Socket": "$1/run/provider.sock" }
}
END
}

provider_network=paygress-quick

# start_provider FOLDER [PREFIX...]: returns when it is ready.
start_provider() {
    local folder=$1
    launch_provider "$@"
    if ! wait_until 30 provider_is_ready_or_dead "$folder" || ! provider_is_ready "$folder"; then
        tail -n 20 "$folder/provider.log" >&2
        die "the provider did not get ready" "its last words are above"
    fi
}

# launch_provider FOLDER [PREFIX...]: does not wait. PREFIX is a program that
# becomes the provider, like nsenter with its options.
launch_provider() {
    local folder=$1
    shift
    setsid "$@" "$folder/paygress-provider" run --config "$folder/appsettings.json" \
        >> "$folder/provider.log" 2>&1 < /dev/null &
    disown
    echo $! > "$folder/provider.pid"
}

provider_is_ready_or_dead() {
    provider_is_ready "$1" || ! running_provider "$1" > /dev/null
}

provider_is_ready() {
    curl --silent --fail --output /dev/null --max-time 5 \
        --unix-socket "$1/run/provider.sock" http://localhost/healthz
}

# The number in the file may be another process' by now.
running_provider() {
    local pid
    pid=$(cat "$1/provider.pid" 2> /dev/null) || return 1
    runs_with "$pid" "$1/appsettings.json" && echo "$pid"
}

# stop_provider FOLDER: to be called in any state, also twice.
stop_provider() {
    local pid
    if pid=$(running_provider "$1"); then
        end_process "$pid"
    fi
}

# remove_provider_timers FOLDER: those that systemd has for leases that did not end.
remove_provider_timers() {
    local id
    id=$(cat "$1/data/instance-id" 2> /dev/null) || return 0
    systemctl list-units --all --full --plain --no-legend 'paygress-end-*' 2> /dev/null |
        awk -v id="$id" 'index($0, id) { print $1 }' | xargs --no-run-if-empty systemctl stop
}

# remove_provider_traces FOLDER: a provider that stops leaves its tenants running,
# as it should. Here they go too, by the label that says whose they are.
remove_provider_traces() {
    local label ids
    label=io.paygress.host=$(cat "$1/data/instance-id" 2> /dev/null) || return 0
    ids=$("$DOCKER" ps --all --quiet --filter "label=$label")
    # shellcheck disable=SC2086 # a list of ids
    [[ -z $ids ]] || "$DOCKER" rm --force --volumes $ids > /dev/null
    ids=$("$DOCKER" volume ls --quiet --filter "label=$label")
    # shellcheck disable=SC2086 # a list of names
    [[ -z $ids ]] || "$DOCKER" volume rm $ids > /dev/null
    "$DOCKER" network rm "$provider_network" > /dev/null 2>&1 || true
    # A private engine's end takes its own along.
    "$1/paygress-provider" guard-network --remove --config "$1/appsettings.json"
}
