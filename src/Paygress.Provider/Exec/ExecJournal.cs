using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Exec;

/// <summary>Tells the journal who goes into a tenant's container, before it is told how.</summary>
internal sealed partial class ExecJournal(ILogger<ExecJournal> logger)
{
    [LoggerMessage(EventIds.ContainerEntered, LogLevel.Warning, "Uid {PeerUid} runs {Program} in the container of lease {LeaseId} ({Vmid})")]
    public partial void ContainerEntered(string peerUid, string program, LeaseId leaseId, Vmid? vmid);
}
