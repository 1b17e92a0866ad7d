namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>Images of a shell and one command each, for containers that behave as badly as a test needs.</summary>
public sealed class TestImages : IAsyncLifetime
{
    /// <summary>Its main process traps and ignores SIGTERM.</summary>
    public const string Stubborn = "paygress-test/stubborn:1";

    /// <summary>Its main process fails after two seconds.</summary>
    public const string Failing = "paygress-test/failing:1";

    /// <summary>Its main process ends with success after a second.</summary>
    public const string Done = "paygress-test/done:1";

    /// <summary>Does nothing for long.</summary>
    public const string Idle = "paygress-test/idle:1";

    /// <summary>Its main process calls out before it does anything else, to each address:port of TARGETS, again and again; it says so after each round.</summary>
    public const string Caller = "paygress-test/caller:1";

    /// <summary>Does nothing for long, and wants volumes at /cache and where a template may have its data.</summary>
    public const string Wanting = "paygress-test/wanting:1";

    /// <summary>Does nothing for long, and wants volumes where a read-only root has scratch.</summary>
    public const string WantingScratch = "paygress-test/wanting-scratch:1";

    /// <summary>Wants a volume at a relative path.</summary>
    public const string WantingRelative = "paygress-test/wanting-relative:1";

    private static readonly (string Image, string Command, string Volumes)[] All =
    [
        (Wanting, "trap 'exit 0' TERM; while :; do sleep 1; done", """["/cache/","/data/"]"""),
        (WantingScratch, "trap 'exit 0' TERM; while :; do sleep 1; done", """["/tmp","/run/","/var/tmp"]"""),
        (WantingRelative, "trap 'exit 0' TERM; while :; do sleep 1; done", """["data"]"""),
        (Stubborn, "trap '' TERM; while :; do sleep 1; done", ""),
        (Failing, "sleep 2; exit 3", ""),
        (Done, "sleep 1; exit 0", ""),
        (Caller, "while :; do for t in $TARGETS; do busybox nc -w 1 ${t%:*} ${t#*:} < /dev/null > /dev/null 2>&1; done; echo called; done", ""),
        (Idle, "trap 'exit 0' TERM; while :; do sleep 1; done", ""),
    ];

    public async ValueTask InitializeAsync()
    {
        var tree = Directory.CreateDirectory(Path.Combine(TestEngine.Root, "test-images")).FullName;
        Directory.CreateDirectory(Path.Combine(tree, "bin"));
        File.Copy("/bin/busybox", Path.Combine(tree, "bin/busybox"), overwrite: true);
        foreach (var applet in (string[])["sh", "sleep", "cat", "env"])
        {
            await TestEngine.RunAsync("ln", "--symbolic", "--force", "busybox", Path.Combine(tree, "bin", applet));
        }

        await TestEngine.RunAsync("tar", "--create", "--owner=0", "--group=0", $"--file={tree}.tar", $"--directory={tree}", ".");
        foreach (var (image, command, volumes) in All)
        {
            var more = volumes.Length > 0 ? $"--change=VOLUME {volumes}" : "--message=for tests";
            await TestEngine.DockerAsync("import", $"--change=CMD [\"/bin/sh\",\"-c\",\"{command}\"]", more, $"{tree}.tar", image);
        }

        Directory.Delete(tree, recursive: true);
        File.Delete(tree + ".tar");
    }

    public async ValueTask DisposeAsync() => await TestEngine.DockerAsync(["image", "rm", "--force", .. All.Select(i => i.Image)]);
}
