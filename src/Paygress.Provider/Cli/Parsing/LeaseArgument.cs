using System.CommandLine;

namespace Paygress.Provider.Cli.Parsing;

/// <summary>The argument that names a lease.</summary>
internal static class LeaseArgument
{
    public static Argument<LeaseReference> Create() => new("VMID|LEASE")
    {
        Description = "The lease: its vmid (1005), its id, or the end of its id as shown by 'leases'.",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var lease = LeaseReference.TryParse(text);
            if (lease is null)
            {
                result.AddError($"'{text}' is no vmid and no lease id; see 'paygress-provider leases'");
            }

            return lease;
        },
    };
}
