using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

/// <summary>The real docker client, but <c>docker create</c> waits as long as the test wants: a slow engine, on demand.</summary>
internal sealed class HeldDocker
{
    private readonly string _hold;

    public HeldDocker(TestSite site)
    {
        Program = Path.Combine(site.Root, "docker");
        _hold = Path.Combine(site.Root, "hold");
        File.WriteAllText(Program, $"#!/bin/sh\nif [ \"$1\" = create ]; then while [ -e {_hold} ]; do sleep 0.05; done; fi\nexec {TestEngine.Program} \"$@\"\n");
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Hold();
    }

    public string Program { get; }

    public void Hold() => File.WriteAllText(_hold, "");

    public void LetGo() => File.Delete(_hold);
}
