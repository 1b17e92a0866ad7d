using System.Globalization;

namespace Paygress.Provider.UnitTests.Model;

/// <summary>Something that a tenant, an operator or fate does to a provider. Prints as the C# that makes it.</summary>
internal abstract record Step
{
    /// <summary>True when it comes before anything that was begun could be gone on with.</summary>
    public bool IsAbrupt => this is Crash or Reboot or EngineRestart or SetClock;

    protected virtual string Arguments => "";

    public sealed override string ToString() => $"new Step.{GetType().Name}({Arguments})";

    /// <summary>A tenant asks for a lease, or asks again.</summary>
    public sealed record Spawn(int Tenant, bool Encrypted) : Step
    {
        protected override string Arguments => $"{Tenant}, {(Encrypted ? "true" : "false")}";
    }

    /// <summary>A tenant asks for an hour more; the same number again is the same request.</summary>
    public sealed record Extend(int Tenant, int Number) : Step
    {
        protected override string Arguments => $"{Tenant}, {Number}";
    }

    public sealed record Release(int Tenant) : Step
    {
        protected override string Arguments => $"{Tenant}";
    }

    /// <summary>A tenant gives the right key.</summary>
    public sealed record Unlock(int Tenant) : Step
    {
        protected override string Arguments => $"{Tenant}";
    }

    /// <summary>A tenant's main process ends by itself.</summary>
    public sealed record Exit(int Tenant, int Code) : Step
    {
        protected override string Arguments => $"{Tenant}, {Code}";
    }

    /// <summary>Somebody removes a container behind our back.</summary>
    public sealed record Remove(int Tenant) : Step
    {
        protected override string Arguments => $"{Tenant}";
    }

    public sealed record Pass(int Minutes) : Step
    {
        protected override string Arguments => Minutes.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The provider is killed, and started again.</summary>
    public sealed record Crash : Step;

    /// <summary>The machine goes down and comes up, with a wall clock that may have jumped, and of which the kernel may say that nothing keeps it right.</summary>
    public sealed record Reboot(int Hours = 0, bool Synchronised = true) : Step
    {
        protected override string Arguments => string.Create(CultureInfo.InvariantCulture, $"{Hours}, {(Synchronised ? "true" : "false")}");
    }

    /// <summary>Somebody sets the wall clock while the machine runs.</summary>
    public sealed record SetClock(int Hours) : Step
    {
        protected override string Arguments => Hours.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Dockerd stops all containers, says so or not, and is there again.</summary>
    public sealed record EngineRestart(bool Reported = false) : Step
    {
        protected override string Arguments => Reported ? "true" : "false";
    }
}
