# shellcheck shell=bash
# Puts the provider on the host as its packages will.

settings_file=/etc/paygress/appsettings.json
default_settings=/payload/guest/appsettings.json

install_provider() {
    install -d /usr/lib/paygress-provider
    install -m 0755 /payload/provider/paygress-provider /usr/lib/paygress-provider/
    install -m 0644 /payload/provider/libe_sqlite3.so /usr/lib/paygress-provider/
    ln -sf ../lib/paygress-provider/paygress-provider /usr/bin/paygress-provider
    install -m 0644 /payload/provider/paygress-provider.service /usr/lib/systemd/system/
    install -m 0644 /payload/deploy/sysusers.d/paygress.conf /usr/lib/sysusers.d/
    install -m 0644 /payload/deploy/tmpfiles.d/paygress.conf /usr/lib/tmpfiles.d/
    install -m 0644 /payload/deploy/catalog/paygress.catalog /usr/lib/systemd/catalog/
    systemd-sysusers
    systemd-tmpfiles --create paygress.conf
    journalctl --update-catalog
    install_settings
    usermod --append --groups paygress alice
    /payload/deploy/hello/build
    systemctl daemon-reload
    systemctl enable --now paygress-provider
}

install_settings() {
    install -m 0644 "$default_settings" "$settings_file"
}
