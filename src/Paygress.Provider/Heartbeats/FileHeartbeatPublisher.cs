using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Heartbeats;

/// <summary>Keeps the last heartbeat in <c>heartbeat.json</c> of the runtime directory, replaced atomically.</summary>
internal sealed class FileHeartbeatPublisher(string runtimeDirectory) : IHeartbeatPublisher
{
    public string Name => "file";

    public Task PublishAsync(Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        DurableFile.Write(HostEffect.WriteHeartbeat, Path.Combine(runtimeDirectory, "heartbeat.json"), HeartbeatJson.Write(heartbeat), DurableFile.Readable);
        return Task.CompletedTask;
    }
}
