# shellcheck shell=bash
# What goes into the host: the provider's package, and the scenarios.

published=artifacts/host/provider
packages=artifacts/host/packages

# publish_provider ROOT: clang and zlib are what Native AOT links with.
publish_provider() {
    quietly as_owner "$1" timeout --kill-after=10 900 dotnet publish src/Paygress.Provider -c Release \
        --output "$published" || die "the publish failed" "its messages are above"
}

# make_packages ROOT: the package of this state, and one that upgrades it.
make_packages() {
    rm -rf -- "${1:?}/$packages"
    quietly "$1/deploy/build-deb" --published "$1/$published" --output "$1/$packages/this" ||
        die "the package could not be made" "its messages are above"
    quietly "$1/deploy/build-deb" --published "$1/$published" --output "$1/$packages/next" --version 9.9.9
}

# fetch_package NAME FOLDER: as the machine's own sources have it, to FOLDER/NAME.deb.
fetch_package() {
    (cd "$2" && quietly apt-get download "$1" && mv "$1"_*.deb "$1.deb")
}

# make_payload ROOT FOLDER SCENARIO...: FOLDER/payload.img, a read-only disk.
make_payload() {
    local root=$1 folder=$2 tree=$2/payload
    shift 2
    [[ -x $root/$published/paygress-provider ]] || die "the provider was not published" \
        "run it again without --no-build"
    make_packages "$root"
    mkdir -p "$tree"
    cp "$root/$packages"/this/*.deb "$tree/paygress-provider.deb"
    cp "$root/$packages"/next/*.deb "$tree/paygress-provider-next.deb"
    cp -r "${host_tests:?}"/{guest,scenarios} "$tree/"
    printf '%s\n' "$@" > "$tree/plan"
    [[ " $* " != *" gvisor "* ]] || fetch_package runsc "$tree"
    [[ -z ${PAYGRESS_TEST_SEED:-} ]] || echo "$PAYGRESS_TEST_SEED" > "$tree/seed"
    quietly mke2fs -q -t ext4 -d "$tree" -m 0 -L payload "$folder/payload.img" 96M
    rm -rf -- "$tree"
}
