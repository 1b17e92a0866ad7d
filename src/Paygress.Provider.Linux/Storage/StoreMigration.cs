namespace Paygress.Provider.Linux.Storage;

/// <summary>What opening did to the store.</summary>
/// <param name="From">The version found; 0 when the store is new.</param>
/// <param name="To">The version now.</param>
public sealed record StoreMigration(int From, int To)
{
    /// <summary>True when an existing store was changed; a copy of it is beside it.</summary>
    public bool IsUpgrade => From != 0 && From != To;
}
