# shellcheck shell=bash
# What goes into the host: the provider as it ships, and the scenarios.

published=artifacts/host/provider

# publish_provider ROOT: clang and zlib are what Native AOT links with.
publish_provider() {
    quietly as_owner "$1" timeout --kill-after=10 900 dotnet publish src/Paygress.Provider -c Release \
        --output "$published" || die "the publish failed" "its messages are above"
}

# make_payload ROOT FOLDER SCENARIO...: FOLDER/payload.img, a read-only disk.
make_payload() {
    local root=$1 folder=$2 tree=$2/payload
    shift 2
    [[ -x $root/$published/paygress-provider ]] || die "the provider was not published" \
        "run it again without --no-build"
    mkdir -p "$tree/provider" "$tree/deploy"
    cp "$root/$published"/{paygress-provider,libe_sqlite3.so} "$root/paygress-provider.service" "$tree/provider/"
    cp -r "$root"/deploy/{hello,lib,catalog,sysusers.d,tmpfiles.d} "$tree/deploy/"
    cp -r "${host_tests:?}"/{guest,scenarios} "$tree/"
    printf '%s\n' "$@" > "$tree/plan"
    [[ -z ${PAYGRESS_TEST_SEED:-} ]] || echo "$PAYGRESS_TEST_SEED" > "$tree/seed"
    quietly mke2fs -q -t ext4 -d "$tree" -m 0 -L payload "$folder/payload.img" 96M
    rm -rf -- "$tree"
}
