namespace Paygress.Provider.Linux.FailPoints;

/// <summary>Every way in which the provider changes files itself. Programs that it starts are points by their command line, changes of the books by their method.</summary>
/// <remarks>A test compares this list with the points that the fault matrix reaches, and an analyzer bans changes of files that name none.</remarks>
public enum HostEffect
{
    MakeDirectory,
    ProbeDirectory,
    RemoveLeftover,
    WriteIdentity,
    MakeStore,
    SetStoreAside,
    CopyStore,
    WriteClockMark,
    WriteHeartbeat,
    WriteTrial,
    WriteNetworkState,
    WriteEnvironmentFile,
    DeleteEnvironmentFile,
    WriteLeaseFile,
    DeleteLeaseFile,
    KeepLeaseFile,
    MakeImage,
    RenameImage,
    DeleteImage,
    SetDeviceLink,
    RemoveDeviceLink,
    RemoveSocket,
    OpenSocket,
    KillProcess,
    SignalContainer,
}
