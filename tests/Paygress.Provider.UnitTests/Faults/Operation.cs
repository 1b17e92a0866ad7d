using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.UnitTests.Faults;

/// <summary>Something that is asked of a provider: what is there before, how it is asked for, and what must hold in the end.</summary>
/// <param name="Arrange">Makes the lease that it is about; none for a spawn.</param>
/// <param name="Ask">Asks once; the same is asked again after the fault, as any client would.</param>
/// <param name="Check">What must hold of the lease once all is settled.</param>
internal sealed record Operation(string Name, Func<World, Task<Lease?>> Arrange, Func<World, Lease?, Task> Ask, Action<Lease> Check)
{
    /// <summary>True when the machine goes down and comes up on the way.</summary>
    public bool Reboots { get; init; }

    /// <summary>True when it is the start of a provider itself that is tried.</summary>
    public bool IsStart { get; init; }

    /// <summary>True when the books and all files about leases are lost before that start.</summary>
    public bool LosesBooks { get; init; }

    private const string RequestName = "the-request";
    private static readonly TimeSpan More = TimeSpan.FromHours(1);

    /// <summary>All that the matrix covers.</summary>
    public static readonly ImmutableArray<Operation> All =
    [
        new("spawn plain", _ => None, (w, _) => w.Intake.SubmitAsync(Long(Requests.Hello(RequestName)), World.Token), SpawnedOrFailed),
        new("spawn with a pull", ForgetImage, (w, _) => w.Intake.SubmitAsync(Long(Requests.Hello(RequestName)), World.Token), SpawnedOrFailed),
        new("spawn encrypted", _ => None, (w, _) => w.Intake.SubmitAsync(Long(Requests.Encrypted(RequestName)), World.Token), SpawnedOrFailed),
        new("extend", SpawnAsync, (w, l) => w.Extender.ExtendAsync(l!.Id, "extension", (long)More.TotalSeconds, World.Token), l =>
        {
            IsLive(l);
            l.Duration.ShouldBe(FaultRun.Duration + More);
        }),
        new("confirm", HoldAsync, (w, l) => w.Confirmer.ConfirmAsync(l!.Id, "confirmation", null, World.Token), IsConfirmed),
        new("release", SpawnAsync, (w, l) => w.Releaser.ReleaseAsync(l!, "enough", World.Token), l => HasEnded(l, EndReason.Released)),
        new("evict", SpawnAsync, Expire, l => HasEnded(l, EndReason.Expired)),
        new("evict two of one instant", SpawnTwoAsync, Expire, l => HasEnded(l, EndReason.Expired)),
        new("evict encrypted", SpawnEncryptedAsync, Expire, l => HasEnded(l, EndReason.Expired)),
        new("restart of a container", SpawnAsync, ExitAsync, IsLive),
        new("expiry while locked", LockAsync, Expire, l => HasEnded(l, EndReason.Expired)) { Reboots = true },
        new("unlock", LockAsync, UnlockAsync, IsLive) { Reboots = true },
        new("start", SpawnAsync, (_, _) => Task.CompletedTask, IsLive) { IsStart = true },
        new("start with a waiting request", SubmitAsync, (_, _) => Task.CompletedTask, SpawnedOrFailed) { IsStart = true },
        new("start after a loss of the books", SpawnAsync, ConfirmAllAsync, IsConfirmed) { IsStart = true, LosesBooks = true },
        new("start after a loss of the books, encrypted", SpawnEncryptedAsync, ConfirmAllAsync, IsConfirmed) { IsStart = true, LosesBooks = true },
        new("start after a reboot", SpawnAsync, (_, _) => Task.CompletedTask, IsLive) { IsStart = true, Reboots = true },
        new("start after a reboot, encrypted", SpawnEncryptedAsync, (_, _) => Task.CompletedTask, l => l.State.ShouldBe(LeaseState.Locked)) { IsStart = true, Reboots = true },
    ];

    private static Task<Lease?> None => Task.FromResult<Lease?>(null);

    public override string ToString() => Name;

    private static SpawnRequest Long(SpawnRequest request) => request with { DurationSeconds = (long)FaultRun.Duration.TotalSeconds };

    private static async Task<Lease?> SpawnAsync(World world) => await world.SpawnAsync(Long(Requests.Hello()));

    private static async Task<Lease?> SpawnTwoAsync(World world)
    {
        await world.SpawnAsync(Long(Requests.Hello("neighbour-of-it")));
        return await SpawnAsync(world);
    }

    private static async Task<Lease?> HoldAsync(World world)
    {
        var lease = (await SpawnAsync(world))!;
        return world.Books.Add(lease with { Held = true, Version = lease.Version + 1 });
    }

    private static async Task ConfirmAllAsync(World world, Lease? lease)
    {
        foreach (var held in (await world.Books.Leases.ListAsync([], World.Token)).Where(l => l.Held))
        {
            await world.Confirmer.ConfirmAsync(held.Id, "confirmation", null, World.Token);
        }
    }

    private static Task<Lease?> ForgetImage(World world)
    {
        world.Images.RemoveLocal("paygress/hello:1");
        world.Images.AddRemote("paygress/hello:1");
        return None;
    }

    private static async Task<Lease?> SubmitAsync(World world) => await world.SubmitAsync(Long(Requests.Hello()));

    private static async Task<Lease?> SpawnEncryptedAsync(World world) => await world.SpawnAsync(Long(Requests.Encrypted()));

    private static async Task<Lease?> LockAsync(World world)
    {
        var lease = (await SpawnEncryptedAsync(world))!;
        world.Compute.Reboot();
        await world.Reconciler.SweepOnceAsync(World.Token);
        await world.Work.DrainAsync();
        return await world.ReadAsync(lease.Id);
    }

    private static Task Expire(World world, Lease? lease)
    {
        var left = lease!.ExpiresAt!.Value - world.Time.GetUtcNow();
        world.Time.Advance(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        return Task.CompletedTask;
    }

    private static Task ExitAsync(World world, Lease? lease)
    {
        if (world.Compute.Find(lease!.Vmid!.Value) is { Status.IsRunning: true } container)
        {
            world.Compute.Exit(lease.Vmid.Value, 1);
            return world.Exits.NoteAsync(new ContainerDeath(container.Status.Id, lease.Id, 1), World.Token);
        }

        return Task.CompletedTask;
    }

    private static async Task UnlockAsync(World world, Lease? lease)
    {
        using var key = new VolumeKey(Requests.Key);
        await world.Unlocker.UnlockAsync(lease!.Id, key, World.Token);
    }

    private static void SpawnedOrFailed(Lease lease)
    {
        lease.State.ShouldBeOneOf(LeaseState.Active, LeaseState.Failed);
        (lease.State is LeaseState.Active || lease.Code is not null).ShouldBeTrue("a refusal without a code");
    }

    private static void IsLive(Lease lease) => lease.State.ShouldBe(LeaseState.Active, lease.LastError);

    private static void IsConfirmed(Lease lease)
    {
        IsLive(lease);
        lease.Held.ShouldBeFalse();
    }

    private static void HasEnded(Lease lease, EndReason reason)
    {
        lease.State.ShouldBe(LeaseState.Ended, lease.LastError);
        lease.EndReason.ShouldBe(reason);
        (reason is EndReason.Expired && lease.EndedAt < lease.ExpiresAt).ShouldBeFalse("ended early");
    }
}
