namespace Paygress.Provider.Core.StoreLoss;

/// <summary>The books' own word on whether what they do not explain may be removed. Survives a restart.</summary>
public interface IOrphanSwitch
{
    /// <summary>Forbids it for good; durable when it returns.</summary>
    Task ForbidAsync(CancellationToken cancellationToken);
}
