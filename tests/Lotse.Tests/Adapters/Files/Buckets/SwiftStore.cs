using System.Diagnostics;
using System.Globalization;
using System.Net;
using Lotse.Adapters.Files.Buckets;
using Lotse.Tests.Desk;
using Minio;
using Minio.DataModel.Args;
using Xunit;

namespace Lotse.Tests.Adapters.Files.Buckets;

[CollectionDefinition(Name)]
public sealed class SwiftCollection : ICollectionFixture<SwiftStore>
{
    /// <summary>Tests in this collection share one store and run one after the other.</summary>
    public const string Name = "swift";
}

/// <summary>A real S3-compatible store: OpenStack Swift with its s3api, one device and one copy, in a throw-away folder on free loopback ports. It does not outlive the tests.</summary>
public sealed class SwiftStore : IAsyncLifetime
{
    public const string Secret = "a+secret/of-the-bucket";

    /// <summary>Swift's tempauth calls an account and a user with a colon between.</summary>
    private const string Key = "desk%3Alotse";

    private const string Python = "/usr/bin/python3";

    private readonly string? _missing = File.Exists("/usr/lib/python3/dist-packages/swift/common/middleware/s3api/s3api.py") ? null : "the Debian packages swift-proxy, swift-account, swift-container and swift-object are not installed.";
    private readonly int[] _ports = [FreePorts.Take(), FreePorts.Take(), FreePorts.Take(), FreePorts.Take()];
    private readonly string _folder = Directory.CreateTempSubdirectory("lotse-swift-").FullName;
    private Process? _server;
    private int _buckets;

    public int Port => _ports[0];

    /// <summary>Call first in every test: skips it by the name of what is not installed.</summary>
    public void SkipIfMissing() => Assert.SkipWhen(_missing is not null, $"Swift: {_missing}");

    /// <summary>An empty bucket, as --files takes it.</summary>
    public async Task<string> BucketAsync(string more = "")
    {
        if (_server is null) await StartAsync();
        var address = string.Create(CultureInfo.InvariantCulture, $"s3://{Key}:{Uri.EscapeDataString(Secret)}@127.0.0.1:{Port}/bucket-{++_buckets}/desk?tls=off{more}");
        using var client = Client(Of(address));
        await client.MakeBucketAsync(new MakeBucketArgs().WithBucket(Of(address).Bucket));
        return address;
    }

    /// <summary>Writes bytes under a name that need not be theirs.</summary>
    public async Task DamageAsync(string address, string name, byte[] bytes)
    {
        var bucket = Of(address);
        using var client = Client(bucket);
        using var from = new MemoryStream(bytes);
        await client.PutObjectAsync(new PutObjectArgs().WithBucket(bucket.Bucket).WithObject(bucket.Prefix + name).WithStreamData(from).WithObjectSize(bytes.Length));
    }

    internal static BucketAddress Of(string address) => BucketAddress.Parse(address, () => null);

    public async Task StartAsync()
    {
        var script = Path.Combine(_folder, "town.py");
        await File.WriteAllTextAsync(script, Town);
        var start = new ProcessStartInfo(Python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[script, _folder, .. _ports.Select(port => port.ToString(CultureInfo.InvariantCulture))]) start.ArgumentList.Add(argument);
        start.Environment["SECRET"] = Secret;
        _server = Process.Start(start)!;
        var trouble = _server.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        if (await _server.StandardOutput.ReadLineAsync(patience.Token) != "ready") throw new InvalidOperationException(await trouble);
        _ = _server.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await Wait.UntilAsync(AnswersAsync, "Swift answers");
    }

    /// <summary>From one moment to the next, as when its machine goes.</summary>
    public async Task CrashAsync()
    {
        _server!.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        _server = null;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await CrashAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        using var http = new HttpClient();
        try
        {
            return (await http.GetAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/healthcheck"))).StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static IMinioClient Client(BucketAddress bucket) => new MinioClient().WithEndpoint(bucket.Server.Authority).WithSSL(false).WithRegion(bucket.Region).WithCredentials(bucket.Key, bucket.Secret).Build();

    /// <summary>All four servers in one process, which ends with its standard input.</summary>
    private const string Town = """
        import eventlet
        eventlet.monkey_patch()
        import eventlet.tpool, eventlet.wsgi, os, sys
        from swift.common import utils
        from swift.common.ring import RingBuilder
        from swift.common.wsgi import loadapp

        root, ports = sys.argv[1], dict(zip(('proxy', 'account', 'container', 'object'), map(int, sys.argv[2:6])))
        os.makedirs(root + '/nodes/d1', exist_ok=True)
        utils.HASH_PATH_SUFFIX = utils.HASH_PATH_PREFIX = b'tests'
        utils.validate_hash_conf = lambda: None
        for kind in ('account', 'container', 'object'):
            ring = RingBuilder(2, 1, 1)
            ring.add_dev({'id': 0, 'region': 1, 'zone': 1, 'weight': 1, 'device': 'd1', 'meta': '', 'ip': '127.0.0.1',
                          'port': ports[kind], 'replication_ip': '127.0.0.1', 'replication_port': ports[kind]})
            ring.rebalance()
            ring.get_ring().save(root + '/' + kind + '.ring.gz')
        base = '[DEFAULT]\nswift_dir = %s\ndevices = %s/nodes\nmount_check = false\n' % (root, root)
        names = {kind: '[pipeline:main]\npipeline = %s-server\n[app:%s-server]\nuse = egg:swift#%s\n' % (kind, kind, kind) for kind in ('account', 'container', 'object')}
        names['proxy'] = '''[pipeline:main]
        pipeline = catch_errors gatekeeper healthcheck cache listing_formats s3api tempauth copy slo proxy-server
        [app:proxy-server]
        use = egg:swift#proxy
        account_autocreate = true
        [filter:s3api]
        use = egg:swift#s3api
        location = us-east-1
        [filter:tempauth]
        use = egg:swift#tempauth
        user_desk_lotse = %s .admin
        ''' % os.environ['SECRET']
        names['proxy'] += '[filter:cache]\nuse = egg:swift#memcache\nmemcache_servers = 127.0.0.1:9\n'
        names['proxy'] += ''.join('[filter:%s]\nuse = egg:swift#%s\n' % (one, one) for one in ('catch_errors', 'gatekeeper', 'healthcheck', 'listing_formats', 'copy', 'slo'))
        threads = []
        for kind, conf in names.items():
            path = root + '/' + kind + '.conf'
            with open(path, 'w') as file:
                file.write(base + conf)
            app = loadapp(path, global_conf={'log_name': kind})
            socket = eventlet.listen(('127.0.0.1', ports[kind]), reuse_port=False)
            threads.append(eventlet.spawn(eventlet.wsgi.server, socket, app, log_output=False, capitalize_response_headers=False))
        print('ready', flush=True)
        eventlet.tpool.execute(sys.stdin.read)
        os._exit(0)
        """;
}
