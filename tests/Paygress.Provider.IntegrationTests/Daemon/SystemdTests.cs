using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>The daemon against a notify socket that the test owns.</summary>
[Collection(DaemonCollection.Name)]
public sealed class SystemdTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<string> _told = new();
    private UnixFileMode? _modeWhenReady;
    private Task _listening = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _socket.Dispose();
        await _listening;
    }

    [Fact]
    public async Task Run_UnderSystemd_SaysReadyOnceFeedsTheWatchdogAndSaysThatItStops()
    {
        var path = Path.Combine(_provider.Site.Root, "notify");
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _provider.SetEnvironment("NOTIFY_SOCKET", path);
        _provider.SetEnvironment("WATCHDOG_USEC", "1000000");
        _listening = Task.Run(ListenAsync, TestContext.Current.CancellationToken);

        await _provider.StartAsync();
        await UntilToldAsync(t => t.Count(l => l == "WATCHDOG=1") >= 4);
        await _provider.Api.SpawnAsync("idle", 600);
        await UntilToldAsync(t => t.Any(l => l.StartsWith("STATUS=1 active; next end", StringComparison.Ordinal)));
        (await _provider.StopAsync()).ShouldBe(0);
        await UntilToldAsync(t => t.Contains("STOPPING=1"));

        _told.Count(l => l == "READY=1").ShouldBe(1);
        _modeWhenReady.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, "the socket is open to its group before READY");
        _told.ShouldContain(l => l.StartsWith("STATUS=0 active", StringComparison.Ordinal));
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[4096];
        while (true)
        {
            try
            {
                var count = await _socket.ReceiveAsync(buffer, SocketFlags.None);
                foreach (var line in Encoding.UTF8.GetString(buffer, 0, count).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (line == "READY=1" && File.Exists(_provider.Site.Socket))
                    {
                        _modeWhenReady = File.GetUnixFileMode(_provider.Site.Socket);
                    }

                    _told.Enqueue(line);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task UntilToldAsync(Func<IReadOnlyCollection<string>, bool> wanted)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!wanted(_told))
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(20), string.Join(", ", _told));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
