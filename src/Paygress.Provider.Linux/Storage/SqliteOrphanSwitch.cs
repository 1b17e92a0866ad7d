using Paygress.Provider.Core.StoreLoss;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The mark in the store by which the next start knows too.</summary>
internal sealed class SqliteOrphanSwitch(StoreDatabase database) : IOrphanSwitch
{
    public Task ForbidAsync(CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            MetaTable.Set(connection, MetaTable.OrphansRemovable, 0);
            return 0;
        },
        cancellationToken);
}
