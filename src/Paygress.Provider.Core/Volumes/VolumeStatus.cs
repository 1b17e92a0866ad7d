namespace Paygress.Provider.Core.Volumes;

/// <summary>How a lease's volume stands.</summary>
public enum VolumeStatus
{
    /// <summary>There is nothing of it.</summary>
    Absent,

    /// <summary>The data are there, the device is not.</summary>
    Closed,

    /// <summary>The data and the device are there and are this lease's.</summary>
    Open,

    /// <summary>Something of that name is there and is not this lease's, or not whole.</summary>
    Foreign,
}
