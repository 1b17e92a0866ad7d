# shellcheck shell=bash
# Building, without leaving files of root in somebody's checkout.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# No compiler or build server outlives the script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

# require_dotnet ROOT: sudo drops the caller's PATH, so the usual places count.
require_dotnet() {
    local place
    for place in "$(dotnet_in_path)" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet \
        "$(home_of_owner "$1")/.dotnet"; do
        if [[ -x $place/dotnet ]]; then
            export PATH=$place:$PATH DOTNET_ROOT=$place
            return
        fi
    done
    die "the .NET 10 SDK is missing" "install it: https://dotnet.microsoft.com/download/dotnet/10.0"
}

dotnet_in_path() {
    dirname "$(readlink -f "$(command -v dotnet || echo /nowhere/dotnet)")"
}

home_of_owner() {
    getent passwd "$(stat -c %u "$1")" | cut -d: -f6
}

# as_owner ROOT COMMAND...: root builds as the one whom the checkout belongs to.
as_owner() {
    local root=$1 name
    shift
    name=$(stat -c %U "$root")
    if ((EUID == 0)) && [[ $name != root && $name != UNKNOWN ]]; then
        (cd "$root" && runuser -u "$name" -- env HOME="$(home_of_owner "$root")" "$@")
    else
        (cd "$root" && "$@")
    fi
}

# build_release ROOT [PROJECT]
build_release() {
    local root=$1
    shift
    quietly as_owner "$root" dotnet restore --locked-mode "$@" ||
        die "restore failed" "with changed packages: dotnet restore --force-evaluate"
    quietly as_owner "$root" dotnet build -c Release --no-restore "$@" ||
        die "the build failed" "the compiler's messages are above"
}
