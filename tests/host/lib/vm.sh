# shellcheck shell=bash
# A provider host under qemu, emulated in software: needs no KVM and no rights but
# those to read its files. All its files are in one folder:
#   overlay.qcow2    what it writes to its disk; the image itself is never written
#   payload.img      what is tested and the scenarios, read-only
#   state.img        how far the scenarios are; survives what they do to the disk
#   results, output  what it says;  console.log, qemu.log  what the kernel and qemu say

# start_vm FOLDER SHELL: with a root shell on FOLDER/shell.sock, if SHELL is yes.
start_vm() {
    local folder=$1 arguments=()
    qemu-img create -q -f qcow2 -F raw -b "${image:?}/root.img" "$folder/overlay.qcow2"
    quietly mke2fs -q -t ext4 -L state "$folder/state.img" 256M
    : > "$folder/results"
    : > "$folder/output"

    # shellcheck disable=SC2054 # the commas are qemu's
    arguments=(
        -accel tcg,thread=multi,tb-size=512
        # Without smap=off, qemu 7.2 makes the guest's kernel stumble over .NET's code.
        -cpu max,smap=off -smp 2 -m 2048
        -nodefaults -no-user-config -display none -nic none
        -kernel "$image/vmlinuz" -initrd "$image/initrd.img"
        -drive "if=virtio,format=qcow2,cache=unsafe,file=$folder/overlay.qcow2"
        -drive "if=virtio,format=raw,read-only=on,file=$folder/payload.img"
        -drive "if=virtio,format=raw,cache=unsafe,file=$folder/state.img"
        -device virtio-rng-pci
        -device virtio-serial-pci
        -chardev "file,id=results,path=$folder/results"
        -device virtserialport,chardev=results,name=paygress.results
        -chardev "file,id=output,path=$folder/output"
        -device virtserialport,chardev=output,name=paygress.output
        -serial "file:$folder/console.log"
    )
    if [[ $2 == yes ]]; then
        arguments+=(-serial "unix:$folder/shell.sock,server=on,wait=off")
    fi
    setsid qemu-system-x86_64 "${arguments[@]}" -append "$(kernel_line "$2")" \
        > "$folder/qemu.log" 2>&1 < /dev/null &
    echo $! > "$folder/qemu.pid"
    disown
    wait_until 5 running_vm "$folder" > /dev/null || true
}

kernel_line() {
    local words=(root=/dev/vda rw console=ttyS0 quiet loglevel=3 mitigations=off panic=-1
        systemd.show_status=false net.ifnames=0)
    [[ $1 == no ]] || words+=(systemd.debug_shell=ttyS1)
    echo "${words[*]}"
}

# The number in the file may be another process' by now.
running_vm() {
    local pid
    pid=$(cat "$1/qemu.pid" 2> /dev/null) || return 1
    runs_with "$pid" "$1/overlay.qcow2" && echo "$pid"
}

# stop_vm FOLDER: to be called in any state, also twice.
stop_vm() {
    local pid
    if pid=$(running_vm "$1"); then
        kill -KILL "$pid" 2> /dev/null || true
        wait_until 10 is_gone "$pid" || true
    fi
}
