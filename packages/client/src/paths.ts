/**
 * The requests of the API and their answers, as types.
 *
 * Generated from apps/api/openapi.json by `pnpm generate`. Do not edit.
 */

export interface paths {
    "/api/v1/posts/{uuid}/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Total views of a post, all-time or within a range */
        get: operations["getTotalViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{uuid}/views/daily": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Daily views of a post, oldest day first, without gaps
         * @description Default: the last 30 days. By `Accept` also as CSV, or as a sparkline in SVG; 406 if none of them is acceptable.
         */
        get: operations["getDailyViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{uuid}/views/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Views of a post in a period, compared with the period before
         * @description Whole UTC days ending today, which is not over.
         */
        get: operations["getSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/views/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Views of up to 500 posts in one call
         * @description Answers are in the order of `post_uuids`; a post without views has 0. With `granularity` `total`, all-time or from `from` to `to`; with `day`, each day of that range, by default the last 30 days. Posts × days: at most 20000.
         */
        post: operations["queryViews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/top": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Most viewed posts, ties by UUID
         * @description By `Accept` also as CSV; 406 if neither is acceptable.
         */
        get: operations["getTopPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/trending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Posts with the largest increase in views over the period before, ties by UUID
         * @description Whole UTC days ending today, which is not over. By `Accept` also as CSV; 406 if neither is acceptable.
         */
        get: operations["getTrendingPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Totals over all posts, and the oldest day with raw views */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            /** @constant */
            type: "about:blank";
            /** @description Name of the status */
            title: string;
            status: number;
            detail?: string;
            errors?: {
                field: string;
                detail: string;
            }[];
        };
    };
    responses: never;
    parameters: {
        /** @description The `ETag` of an earlier answer: 304 if nothing has changed since */
        IfNoneMatch: string;
    };
    requestBodies: never;
    headers: {
        /** @description Requests of a caller in a minute. Only with a rate limit. */
        "RateLimit-Limit": number;
        /** @description Requests left in this minute. Only with a rate limit. */
        "RateLimit-Remaining": number;
        /** @description Seconds until the count starts again. Only with a rate limit. */
        "RateLimit-Reset": number;
        /** @description `private, max-age=…`: 2 s with today, 60 s if the range ends yesterday, an hour before that. `no-store` for errors, for a stale answer and for the answer to a POST. */
        "Cache-Control": string;
        /** @description `post-views; hit; detail=stale` (RFC 9211) for a stale answer, in every format; absent otherwise */
        "Cache-Status": string;
        /** @description Weak; for `If-None-Match`. The same for the same `data` and `meta`, whatever `as_of` is. Absent from a stale answer. */
        ETag: string;
        /** @description Seconds. With 429 and 503. */
        "Retry-After": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getTotalViews: {
        parameters: {
            query?: {
                /** @description First UTC day, inclusive, not before 2000-01-01. Requires `to`. A range has at most 366 days, both ends included. */
                from?: string;
                /** @description Last UTC day, inclusive, not after today. Requires `from`. */
                to?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description UUID of the post, in upper or lower case; answers use lower case */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            post_uuid: string;
                            views: number;
                        };
                        meta: {
                            /** @enum {string} */
                            period?: "all";
                            /** Format: date */
                            from?: string;
                            /** Format: date */
                            to?: string;
                            /** @enum {string} */
                            granularity: "total";
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is unavailable: these are the last numbers that could be read. Absent otherwise.
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                };
            };
            /** @description Not modified since the answer with this ETag */
            304: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            "4XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details (RFC 9457) */
            "5XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDailyViews: {
        parameters: {
            query?: {
                /** @description Number of days ending today; not with `from` or `to` */
                days?: number;
                /** @description First UTC day, inclusive, not before 2000-01-01. Requires `to`. A range has at most 366 days, both ends included. */
                from?: string;
                /** @description Last UTC day, inclusive, not after today. Requires `from`. */
                to?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description UUID of the post, in upper or lower case; answers use lower case */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date */
                            date: string;
                            views: number;
                            /** @description The day is not over */
                            partial: boolean;
                        }[];
                        meta: {
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            /** @enum {string} */
                            granularity: "day";
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is unavailable: these are the last numbers that could be read. Absent otherwise.
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                    "text/csv": string;
                    "image/svg+xml": string;
                };
            };
            /** @description Not modified since the answer with this ETag */
            304: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            "4XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details (RFC 9457) */
            "5XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSummary: {
        parameters: {
            query?: {
                period?: "7d" | "30d" | "90d";
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description UUID of the post, in upper or lower case; answers use lower case */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            post_uuid: string;
                            current: number;
                            previous: number;
                            /** @description A fraction: 0.25 is a quarter more than before; null if there was nothing before */
                            change: number | null;
                        };
                        meta: {
                            /** @enum {string} */
                            period: "7d" | "30d" | "90d";
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            /** Format: date */
                            previous_from: string;
                            /** Format: date */
                            previous_to: string;
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is unavailable: these are the last numbers that could be read. Absent otherwise.
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                };
            };
            /** @description Not modified since the answer with this ETag */
            304: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            "4XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details (RFC 9457) */
            "5XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    queryViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    post_uuids: string[];
                    /**
                     * Format: date
                     * @description First UTC day, inclusive, not before 2000-01-01. Requires `to`. A range has at most 366 days, both ends included.
                     */
                    from?: string;
                    /**
                     * Format: date
                     * @description Last UTC day, inclusive, not after today. Requires `from`.
                     */
                    to?: string;
                    /**
                     * @default total
                     * @enum {string}
                     */
                    granularity?: "total" | "day";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            post_uuid: string;
                            views: number;
                        }[];
                        meta: {
                            /** @enum {string} */
                            period?: "all";
                            /** Format: date */
                            from?: string;
                            /** Format: date */
                            to?: string;
                            /** @enum {string} */
                            granularity: "total";
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is unavailable: these are the last numbers that could be read. Absent otherwise.
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    } | {
                        data: {
                            /** Format: uuid */
                            post_uuid: string;
                            days: {
                                /** Format: date */
                                date: string;
                                views: number;
                                /** @description The day is not over */
                                partial: boolean;
                            }[];
                        }[];
                        meta: {
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            /** @enum {string} */
                            granularity: "day";
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is unavailable: these are the last numbers that could be read. Absent otherwise.
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                };
            };
            /** @description Problem details (RFC 9457) */
            "4XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details (RFC 9457) */
            "5XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTopPosts: {
        parameters: {
            query?: {
                /** @description Number of posts to return */
                limit?: number;
                /** @description Number of posts to skip */
                offset?: number;
                /** @description Ending today; not with `from` or `to`. Default without them: `all`. */
                period?: "all" | "today" | "7d" | "30d";
                /** @description First UTC day, inclusive, not before 2000-01-01. Requires `to`. A range has at most 366 days, both ends included. */
                from?: string;
                /** @description Last UTC day, inclusive, not after today. Requires `from`. */
                to?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            rank: number;
                            /** Format: uuid */
                            post_uuid: string;
                            views: number;
                        }[];
                        meta: {
                            /** @enum {string} */
                            period?: "all" | "today" | "7d" | "30d";
                            /** Format: date */
                            from?: string;
                            /** Format: date */
                            to?: string;
                            limit: number;
                            offset: number;
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is unavailable: these are the last numbers that could be read. Absent otherwise.
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                    "text/csv": string;
                };
            };
            /** @description Not modified since the answer with this ETag */
            304: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            "4XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details (RFC 9457) */
            "5XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrendingPosts: {
        parameters: {
            query?: {
                period?: "7d" | "30d";
                /** @description Number of posts to return */
                limit?: number;
                /** @description Minimum views in the period */
                min_views?: number;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            rank: number;
                            /** Format: uuid */
                            post_uuid: string;
                            current: number;
                            previous: number;
                            increase: number;
                        }[];
                        meta: {
                            /** @enum {string} */
                            period: "7d" | "30d";
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            /** Format: date */
                            previous_from: string;
                            /** Format: date */
                            previous_to: string;
                            limit: number;
                            min_views: number;
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is unavailable: these are the last numbers that could be read. Absent otherwise.
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                    "text/csv": string;
                };
            };
            /** @description Not modified since the answer with this ETag */
            304: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            "4XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details (RFC 9457) */
            "5XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStats: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Posts with at least one view */
                            posts: number;
                            /** @description All-time views of all posts */
                            views: number;
                            views_today: number;
                            /**
                             * Format: date-time
                             * @description Time of the newest view that is stored
                             */
                            newest_event_at: string | null;
                            /** @description Oldest UTC day with raw views */
                            oldest_raw_day: string | null;
                        };
                        meta: {
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is unavailable: these are the last numbers that could be read. Absent otherwise.
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                };
            };
            /** @description Not modified since the answer with this ETag */
            304: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details (RFC 9457) */
            "4XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details (RFC 9457) */
            "5XX": {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
