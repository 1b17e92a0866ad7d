using System.Collections.Immutable;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Checks a request as far as it can be checked without touching anything, and resolves template and tier.</summary>
public sealed class SpawnValidator
{
    private readonly SpawnRequest _request;
    private readonly SpawnTerms _terms;
    private readonly ImmutableArray<Problem>.Builder _problems = ImmutableArray.CreateBuilder<Problem>();

    private SpawnValidator(SpawnRequest request, SpawnTerms terms)
    {
        _request = request;
        _terms = terms;
    }

    /// <summary>Says all that is wrong with the request, or what it comes to.</summary>
    /// <param name="now">Makes the request id where none is given.</param>
    public static SpawnValidation Validate(SpawnRequest request, SpawnTerms terms, DateTimeOffset now) =>
        new SpawnValidator(request, terms).Run(now);

    private SpawnValidation Run(DateTimeOffset now)
    {
        var requestId = CheckRequestId(now);
        var owner = CheckOwner();
        var template = CheckTemplate();
        CheckImage();
        var tier = CheckTier(template);
        var duration = CheckDuration();
        var ports = PortRules.Check(template?.Ports ?? [], _request.Ports, _problems);
        var dataPath = CheckDataPath(template);
        var env = EnvRules.Check(template, _request.Env, _problems);
        CheckEncryption(dataPath);

        // A tier is missing only where a problem was noted.
        return _problems.Count > 0 || tier is null
            ? new SpawnValidation.Invalid(_problems.ToImmutable())
            : new SpawnValidation.Valid(new ValidSpawn(requestId, owner, MakeWorkload(template, tier, ports, dataPath) with { HasEnv = !env.IsEmpty }, duration, env));
    }

    private Workload MakeWorkload(Template? template, Tier tier, ImmutableArray<WorkloadPort> ports, string? dataPath) => new()
    {
        Image = template?.Image ?? _request.Image ?? "",
        Template = template?.Slug,
        Tier = tier,
        Ports = ports,
        DataPath = dataPath,
        Encrypted = _request.Encryption is not null,
        Init = template?.Init ?? true,
        Capabilities = template is { Capabilities.IsEmpty: false } ? template.Capabilities : Capabilities.Default,
        Ulimits = template?.Ulimits ?? [],
        WritableRoot = template?.WritableRoot ?? _terms.WritableImages,
    };

    private RequestId CheckRequestId(DateTimeOffset now)
    {
        if (_request.RequestId is null)
        {
            return RequestId.New(now);
        }

        if (!RequestId.TryParse(_request.RequestId, out var id))
        {
            Add(ErrorCodes.InvalidRequest, "request_id", $"must be 1 to {RequestId.MaxLength} letters, digits, dots, dashes or underscores, beginning with a letter or digit");
        }

        return id;
    }

    private OwnerId CheckOwner()
    {
        var owner = OwnerId.Local;
        if (_request.Owner is not null && !OwnerId.TryParse(_request.Owner, out owner))
        {
            Add(ErrorCodes.InvalidRequest, "owner", $"must be 1 to {OwnerId.MaxLength} printable ASCII characters without blanks");
        }

        return owner;
    }

    private Template? CheckTemplate()
    {
        if (_request.Template is null == _request.Image is null)
        {
            Add(ErrorCodes.InvalidRequest, "template", "give either a template or an image");
            return null;
        }

        if (_request.Template is null || _terms.Catalog.Templates.TryGetValue(_request.Template, out var template))
        {
            return _request.Template is null ? null : _terms.Catalog.Templates[_request.Template];
        }

        var known = _terms.Catalog.Templates.IsEmpty ? "none is configured" : $"there are {string.Join(", ", _terms.Catalog.Templates.Keys)}";
        Add(ErrorCodes.UnknownTemplate, "template", $"is not on offer; {known}");
        return template;
    }

    private void CheckImage()
    {
        if (_request.Image is null)
        {
            return;
        }

        if (!ImageReference.IsValid(_request.Image))
        {
            Add(ErrorCodes.InvalidRequest, "image", "is not the name of an image; expected [registry/]path[:tag][@sha256:digest]");
        }
        else if (!_terms.AllowedImages.Any(p => ImagePattern.Matches(p, _request.Image)))
        {
            Add(ErrorCodes.ImageNotAllowed, "image", "is not allowed here; take a template, or ask the operator to add it to Images:Allowed");
        }
    }

    private Tier? CheckTier(Template? template)
    {
        var minimum = template?.Minimum ?? TierMinimum.None;
        if (_request.Tier is null)
        {
            var smallest = _terms.Catalog.SmallestTier(minimum);
            AddIf(smallest is null, ErrorCodes.TierTooSmall, "tier", "no tier on offer is large enough for this template");
            return smallest;
        }

        var tier = _terms.Catalog.FindTier(_request.Tier);
        if (tier is null)
        {
            Add(ErrorCodes.UnknownTier, "tier", $"is not on offer; there are {string.Join(", ", _terms.Catalog.Tiers.Select(t => t.Id))}");
        }
        else if (!tier.Meets(minimum))
        {
            Add(ErrorCodes.TierTooSmall, "tier", $"{tier.Id} is too small: the template needs {minimum.CpuMillicores} millicores, {minimum.MemoryMb} MB memory and {minimum.StorageGb} GB storage");
        }

        return tier;
    }

    private TimeSpan CheckDuration()
    {
        var (least, most) = (_terms.Leases.MinimumDuration, _terms.Leases.MaximumDuration);
        if (_request.DurationSeconds is { } seconds && seconds >= least.TotalSeconds && seconds <= most.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Add(ErrorCodes.InvalidDuration, "duration_seconds", $"must be from {DurationText.Format(least)} to {DurationText.Format(most)}");
        return TimeSpan.Zero;
    }

    private string? CheckDataPath(Template? template)
    {
        if (_request.DataPath is null)
        {
            return template?.DataPath;
        }

        if (template is not null && _request.DataPath != template.DataPath)
        {
            Add(ErrorCodes.InvalidRequest, "data_path", template.DataPath is null ? "the template has no data path" : $"is fixed by the template to {template.DataPath}");
        }
        else if (!DataPathRule.IsValid(_request.DataPath))
        {
            Add(ErrorCodes.InvalidRequest, "data_path", "must be an absolute path of plain characters below a directory of the image, outside /proc, /sys and /dev");
        }

        return _request.DataPath;
    }

    private void CheckEncryption(string? dataPath)
    {
        if (_request.Encryption is not { } encryption)
        {
            return;
        }

        const string code = ErrorCodes.InvalidVolumeEncryption;
        AddIf(encryption.Version != 1, code, "volume_encryption.version", "must be 1");
        AddIf(encryption.Algorithm != RequestedEncryption.Luks2AesXts, code, "volume_encryption.algorithm", $"must be {RequestedEncryption.Luks2AesXts}");
        AddIf(encryption.Key?.Length != VolumeKey.Length, code, "volume_encryption.key_b64", $"must be {VolumeKey.Length} bytes as base64url without padding");
        AddIf(dataPath is null, code, "volume_encryption", "there is no data path to encrypt; give data_path or take a template that has one");
        AddIf(_terms.EncryptionObstacle is not null, ErrorCodes.EncryptionUnavailable, "volume_encryption", $"this host can't make encrypted volumes: {_terms.EncryptionObstacle}");
    }

    private void AddIf(bool wrong, string code, string where, string detail)
    {
        if (wrong)
        {
            Add(code, where, detail);
        }
    }

    private void Add(string code, string where, string detail) => _problems.Add(new Problem(code, detail, where));
}
