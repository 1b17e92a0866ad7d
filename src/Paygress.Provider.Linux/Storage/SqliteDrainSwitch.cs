using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The drain switch in the store; read once, so that asking costs nothing.</summary>
internal sealed class SqliteDrainSwitch : IDrainSwitch
{
    private readonly StoreDatabase _database;
    private volatile bool _isDraining;

    public SqliteDrainSwitch(StoreDatabase database)
    {
        _database = database;
        _isDraining = database.Read(connection => MetaTable.Get(connection, MetaTable.Draining)) != 0;
    }

    public bool IsDraining => _isDraining;

    public Task SetAsync(bool draining, CancellationToken cancellationToken) => _database.WriteAsync(
        connection =>
        {
            MetaTable.Set(connection, MetaTable.Draining, draining ? 1 : 0);
            return draining;
        },
        // Still under the writer's lock: memory and store can't end up different.
        committed => _isDraining = committed,
        cancellationToken);
}
