using CsCheck;

namespace Paygress.Provider.UnitTests.Model;

/// <summary>Sequences of steps: random ones, and the shortest that still fails.</summary>
internal static class Steps
{
    private const int Tenants = 3;
    private static readonly Gen<int> ADay = Gen.OneOf(Gen.Const(-24), Gen.Const(24));
    private static readonly Gen<int> Tenant = Gen.Int[0, Tenants - 1];

    /// <summary>Up to 16 steps, spawns most often: the others are about nothing without one.</summary>
    public static readonly Gen<Step[]> Any = Gen.Frequency(
        (5, Gen.Select(Tenant, Gen.Bool, (t, e) => (Step)new Step.Spawn(t, e))),
        (2, Gen.Select(Tenant, Gen.Int[0, 1], (t, n) => (Step)new Step.Extend(t, n))),
        (1, Tenant.Select(t => (Step)new Step.Release(t))),
        (2, Tenant.Select(t => (Step)new Step.Unlock(t))),
        (2, Gen.Select(Tenant, Gen.OneOf(Gen.Const(0), Gen.Const(1), Gen.Const(137)), (t, c) => (Step)new Step.Exit(t, c))),
        (1, Tenant.Select(t => (Step)new Step.Remove(t))),
        (2, Gen.OneOf(Gen.Const(1), Gen.Const(5), Gen.Const(30)).Select(m => (Step)new Step.Pass(m))),
        (2, Gen.Const((Step)new Step.Crash())),
        (2, Gen.Const((Step)new Step.Reboot())),
        (1, Gen.Select(ADay, Gen.Bool, (h, s) => (Step)new Step.Reboot(h, s))),
        (2, ADay.Select(h => (Step)new Step.SetClock(h))),
        (2, Gen.Bool.Select(r => (Step)new Step.EngineRestart(r)))).Array[1, 16];

    /// <summary>Leaves out what is not needed for the failure.</summary>
    public static async Task<Step[]> ShrinkAsync(Step[] failing, Func<Step[], Task<bool>> fails)
    {
        for (var i = failing.Length - 1; i >= 0; i--)
        {
            Step[] shorter = [.. failing[..i], .. failing[(i + 1)..]];
            if (await fails(shorter))
            {
                failing = shorter;
            }
        }

        return failing;
    }
}
